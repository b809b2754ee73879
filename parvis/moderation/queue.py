"""The queue as its page shows it: filters, a page of cases in order, a case's file, the figures of the day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from parvis.kit import clock
from parvis.kit.filters import AddressFilters
from parvis.members.models import Account
from parvis.moderation.acts.cases import CLAIM_LIFE, waiting
from parvis.moderation.models import Case, CaseNote, Decision, Rule, Signal, StandingChange, Verdict
from parvis.moderation.models.cases import CaseCause
from parvis.moderation.reads import rules_in_force
from parvis.moderation.rights import cases_for

PAGE = 40
LAST = 6


@dataclass(frozen=True, slots=True)
class Filters(AddressFilters):
    """What the address of the queue narrows it to; empty means everything that waits."""

    NUMBERS: ClassVar[Collection[str]] = ("section", "author")
    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {"cause": CaseCause.values}

    title: str = ""
    section: str = ""
    cause: str = ""
    search: str = ""
    author: str = ""
    mine: str = ""
    snoozed: str = ""

    def narrowed(self, cases: QuerySet[Case], account_id: int) -> QuerySet[Case]:
        """Of these cases, those the filters keep (snoozed or waiting is said elsewhere)."""
        exact = {"title__key": self.title, "section": self.section, "cause": self.cause, "author": self.author}
        kept = cases.filter(**{name: value for name, value in exact.items() if value})
        if self.search:
            kept = kept.filter(Q(words__icontains=self.search) | Q(author__pseudonym__icontains=self.search))
        if self.mine:
            noted = CaseNote.objects.filter(account=account_id).values("case")
            kept = kept.filter(Q(claimed_by=account_id) | Q(pk__in=noted))
        return kept


@dataclass(frozen=True, slots=True)
class CasesPage:
    """A page of the queue, most urgent first; `after` is the case beyond which the next page starts, or None."""

    cases: list[Case]
    after: int | None


def cases_page(*, account_id: int, filters: Filters, after: int | None = None) -> CasesPage:
    """Forty cases with their title, section, author and who holds them; one query (two beyond the first page)."""
    cases = _chosen(account_id, filters)
    if after is not None and (last := Case.objects.filter(pk=after).first()):
        cases = cases.filter(Q(urgency__lt=last.urgency) | Q(urgency=last.urgency, pk__gt=last.pk))
    rows = list(cases.select_related("title", "section", "author", "claimed_by").order_by("-urgency", "pk")[: PAGE + 1])
    return CasesPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def waiting_count(*, account_id: int, filters: Filters | None = None) -> int:
    """How many cases wait for this account, within the filters. One query."""
    return _chosen(account_id, filters or Filters()).count()


def _chosen(account_id: int, filters: Filters) -> QuerySet[Case]:
    cases = filters.narrowed(cases_for(account_id), account_id)
    if filters.snoozed:
        return cases.open().filter(snoozed_until__gt=clock.now())  # type: ignore[attr-defined,no-any-return]  # CaseQuerySet
    return waiting(cases)  # type: ignore[no-any-return]  # the same QuerySet


def holder_of(case: Case) -> Account | None:
    """Who holds the case now; None when nobody does, or when the claim is too old."""
    if case.claimed_by_id and case.claimed_at and case.claimed_at >= clock.now() - CLAIM_LIFE:
        return case.claimed_by
    return None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What is known of a case: signals, notes (on the case or its author), history of the standing, decisions, rules."""

    signals: list[Signal]
    notes: list[CaseNote]
    history: list[StandingChange]
    decisions: list[Decision]
    rules: list[Rule]


def file_of(case: Case, *, account_id: int) -> CaseFile:
    """The case's file; six queries. Notes written at titles the account may not judge are left out."""
    noted = CaseNote.objects.filter(Q(case=case) | Q(member__isnull=False, member=case.author_id), case__in=cases_for(account_id))
    return CaseFile(
        signals=list(Signal.objects.filter(subject=case.subject).select_related("member").order_by("pk")[:50]),
        notes=list(noted.select_related("account", "case").order_by("-pk")[:20]),
        history=list(StandingChange.objects.filter(subject=case.subject).select_related("account").order_by("pk")[:50]),
        decisions=list(Decision.objects.filter(subject=case.subject).select_related("account", "rule").order_by("-pk")[:20]),
        rules=rules_in_force(case.group_id, case.title_id),
    )


@dataclass(frozen=True, slots=True)
class MemberHistory:
    """What the desk decided about a member at the titles one may judge: counts, and the last decisions."""

    approved: int
    refused: int
    hidden: int
    signalled: int
    last: list[Decision]


def history_of(
    member_id: int, *, account_id: int, capability: str = "moderate", last: int = LAST, title_id: int | None = None
) -> MemberHistory:
    """A member's history (at one title: `title_id`); undone decisions do not count. Two queries."""
    judged = decisions_for(account_id, capability).filter(author_id=member_id, undone_at__isnull=True)
    judged = judged.filter(title=title_id) if title_id else judged
    counts = judged.aggregate(
        approved=Count("pk", filter=Q(verdict=Verdict.APPROVE)),
        refused=Count("pk", filter=Q(verdict=Verdict.REFUSE)),
        hidden=Count("pk", filter=Q(verdict=Verdict.HIDE)),
        signalled=Count("pk", filter=Q(case__signals__gt=0)),
    )
    rows = judged.select_related("rule", "account", "case").order_by("-pk")[:last]
    return MemberHistory(**counts, last=list(rows))


def decisions_for(account_id: int | None, capability: str = "moderate") -> QuerySet[Decision]:
    """The decisions taken at every place where the account holds the capability."""
    return Decision.objects.filter(case__in=cases_for(account_id, capability))


@dataclass(frozen=True, slots=True)
class Day:
    """Today's figures: decisions by verdict, one's own, what waits and what comes back when."""

    decided: int
    approved: int
    refused: int
    hidden: int
    mine: int
    snoozed: int
    comes_back: datetime | None

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The verdicts and how many of each."""
        return [("approve", self.approved), ("refuse", self.refused), ("hide", self.hidden)]


def day_of(account_id: int, title_key: str = "") -> Day:
    """The figures of the day (local midnight on) at the titles one may judge; two queries."""
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    decided = decisions_for(account_id).filter(decided_at__gte=midnight, undone_at__isnull=True)
    asleep = cases_for(account_id).filter(closed_at__isnull=True, snoozed_until__gt=clock.now())
    if title_key:
        decided, asleep = decided.filter(title__key=title_key), asleep.filter(title__key=title_key)
    counts = decided.aggregate(
        decided=Count("pk"),
        approved=Count("pk", filter=Q(verdict=Verdict.APPROVE)),
        refused=Count("pk", filter=Q(verdict=Verdict.REFUSE)),
        hidden=Count("pk", filter=Q(verdict=Verdict.HIDE)),
        mine=Count("pk", filter=Q(account=account_id)),
    )
    return Day(**counts, **asleep.aggregate(snoozed=Count("pk"), comes_back=Min("snoozed_until")))


def notes_on(member_id: int, *, account_id: int, capability: str = "members", title_id: int | None = None) -> list[CaseNote]:
    """Colleagues' notes on a member (at one title: `title_id`), newest first; one query."""
    noted = CaseNote.objects.filter(member=member_id, case__in=cases_for(account_id, capability))
    noted = noted.filter(case__title=title_id) if title_id else noted
    return list(noted.select_related("account", "case").order_by("-pk")[:30])


@dataclass(frozen=True, slots=True)
class SignalsAbout:
    """How many signals a member sent, and how many their words received."""

    sent: int
    received: int


def signals_about(member_id: int, *, title_ids: list[int]) -> SignalsAbout:
    """A member's signals at these titles; two queries."""
    cases = Case.objects.filter(author=member_id, title__in=title_ids)
    received = Signal.objects.filter(subject__in=cases.values("subject")).count()
    return SignalsAbout(Signal.objects.filter(member=member_id, title__in=title_ids).count(), received)


def open_cases_on(subjects: list[str]) -> dict[str, int]:
    """The open case of each of these subjects that has one. One query."""
    return dict(Case.objects.open().filter(subject__in=subjects).values_list("subject", "pk"))


def can_undo(decision: Decision, account_id: int, life: timedelta) -> bool:
    """Whether the account may still take the decision back."""
    fresh = clock.now() - decision.decided_at <= life
    return decision.account_id == account_id and decision.undone_at is None and fresh
