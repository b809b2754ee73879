"""What the pages of moderation need, each in one call."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from parvis.kit import clock
from parvis.moderation.models import Charter, Decision, Rule, Screening, Verdict


def rules_in_force(group_id: int, title_id: int | None = None) -> list[Rule]:
    """The rules of the group's newest charter in force, in order, and what the title adds; two queries."""
    charter = Charter.objects.filter(group_id=group_id, in_force_from__lte=clock.now()).order_by("-version").first()
    return list(charter.rules.filter(Q(title__isnull=True) | Q(title_id=title_id))) if charter else []


def rule_in_force(*, group_id: int, title_id: int | None, number: int) -> Rule | None:
    """The rule of that number in the charter in force at a title."""
    return next((rule for rule in rules_in_force(group_id, title_id) if rule.number == number), None)


def last_evidence(subject: str) -> list[dict[str, Any]]:
    """The evidence of the last screening of a subject; empty when it was never screened."""
    screening = Screening.objects.filter(subject=subject).order_by("-pk").values_list("evidence", flat=True).first()
    return screening or []


@dataclass(frozen=True, slots=True)
class Record:
    """What was decided about a member lately: standing decisions, and how many refused."""

    decided: int
    refused: int


def record_of(member_id: int, days: int = 30) -> Record:
    """A member's record over the last `days`; undone decisions do not count. One query."""
    since = clock.now() - timedelta(days=days)
    lately = Decision.objects.filter(author_id=member_id, decided_at__gte=since, undone_at__isnull=True)
    # A few rows counted here cost less than an aggregate written by the ORM: this is asked at every post.
    verdicts = list(lately.values_list("verdict", flat=True))
    return Record(decided=len(verdicts), refused=verdicts.count(Verdict.REFUSE))
