"""The list of decisions, as its page shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet

from parvis.kit.filters import AddressFilters
from parvis.moderation.models import Decision, Verdict
from parvis.moderation.queue import decisions_for

PAGE = 40


@dataclass(frozen=True, slots=True)
class DecisionFilters(AddressFilters):
    """What the address of the list narrows it to."""

    NUMBERS: ClassVar[Collection[str]] = ("rule", "author")
    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {"verdict": Verdict.values}

    title: str = ""
    who: str = ""
    verdict: str = ""
    rule: str = ""
    search: str = ""
    author: str = ""

    def narrowed(self, decisions: QuerySet[Decision], account_id: int) -> QuerySet[Decision]:
        """Of these decisions, those the filters keep."""
        exact = {"title__key": self.title, "verdict": self.verdict, "rule__number": self.rule, "author": self.author}
        kept = decisions.filter(**{name: value for name, value in exact.items() if value})
        if self.who:
            mine = Q(account=account_id)
            kept = kept.filter(mine if self.who == "me" else ~mine)
        if self.search:
            kept = kept.filter(Q(case__words__icontains=self.search) | Q(author__pseudonym__icontains=self.search))
        return kept


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """A page of decisions, newest first; `before` is the identifier beyond which the next page starts, or None."""

    decisions: list[Decision]
    before: int | None


def decisions_page(*, account_id: int, filters: DecisionFilters, before: int | None = None) -> DecisionsPage:
    """Forty decisions with their case, author, judge and rule; one query."""
    chosen = filters.narrowed(decisions_for(account_id), account_id)
    if before is not None:
        chosen = chosen.filter(pk__lt=before)
    rows = list(chosen.select_related("case", "author", "account", "rule", "title").order_by("-pk")[: PAGE + 1])
    return DecisionsPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
