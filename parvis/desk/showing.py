"""Cases made ready to be shown: their words marked, where they stand, who has them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.conversations.hosting_reads import Surroundings, posts_by_subject, surroundings
from parvis.conversations.models import Post
from parvis.desk import marking
from parvis.kit import clock
from parvis.members.models import Account
from parvis.moderation.models import Case, Decision, Signal
from parvis.moderation.queue import CaseFile, MemberHistory, file_of, history_of, holder_of

EVENING, MORNING = time(18), time(8)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list."""

    case: Case
    excerpt: SafeString
    post: Post | None
    holder: Account | None
    level: int


def rows_of(cases: list[Case]) -> list[Row]:
    """The cases as a list shows them; one query."""
    posts = posts_by_subject(case.subject for case in cases)
    return [_row(case, posts.get(case.subject)) for case in cases]


def _row(case: Case, post: Post | None) -> Row:
    evidence = marking.evidence_of(case.evidence)
    return Row(case, marking.excerpt(case.words, evidence), post, holder_of(case), level_of(case.risk))


def level_of(risk: int) -> int:
    """A risk from 0 to 100 as one to three stones."""
    return 1 + (risk >= 34) + (risk >= 67)


@dataclass(frozen=True, slots=True)
class Shown:
    """A case opened: the post among its neighbours, the evidence, the file, the author's history."""

    case: Case
    post: Post | None
    around: Surroundings | None
    words: SafeString
    sentences: list[tuple[str, str]]
    links: list[str]
    file: CaseFile
    history: MemberHistory | None
    holder: Account | None
    is_mine: bool
    level: int
    # Somebody of an outside firm sees words, never files.
    sees_members: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be judged."""
        return self.case.closed_at is None

    @property
    def may_judge(self) -> bool:
        """Whether the person who opened it may judge it now."""
        return self.is_open and self.is_mine

    @property
    def changed_since(self) -> bool:
        """Whether the post says something else than the words kept with the case."""
        return self.post is not None and self.post.words != self.case.words

    @property
    def decision(self) -> Decision | None:
        """The last decision on this very case, unless undone."""
        return next((one for one in self.file.decisions if one.case_id == self.case.pk and not one.undone_at), None)


def shown(case: Case, *, account_id: int, sees_members: bool) -> Shown:
    """The case and all that its page shows; at most fourteen queries."""
    post = posts_by_subject([case.subject]).get(case.subject)
    evidence = marking.evidence_of(case.evidence)
    holder = holder_of(case)
    return Shown(
        case=case,
        post=post,
        around=surroundings(post) if post else None,
        words=marking.marked(case.words, evidence),
        sentences=marking.sentences(evidence),
        links=marking.links_in(post.html) if post else [],
        file=file_of(case, account_id=account_id),
        history=history_of(case.author_id, account_id=account_id) if case.author_id else None,
        holder=holder,
        is_mine=holder is not None and holder.pk == account_id,
        level=level_of(case.risk),
        sees_members=sees_members,
    )


def reasons_of(signals: list[Signal]) -> list[dict[str, Any]]:
    """Signals by reason, the most frequent first: how many, and what was written with them."""
    by_reason: dict[str, list[Signal]] = {}
    for signal in signals:
        by_reason.setdefault(str(signal.get_reason_display()), []).append(signal)
    ordered = sorted(by_reason.items(), key=lambda item: -len(item[1]))
    return [{"label": label, "signals": given} for label, given in ordered]


@dataclass(frozen=True, slots=True)
class Later:
    """A moment to which a case may be put aside."""

    name: str
    label: str
    until: datetime


def moments_later() -> list[Later]:
    """One hour, the next evening, the next morning; local time."""
    now = timezone.localtime(clock.now())
    is_late, is_night = now.hour >= EVENING.hour - 1, now.hour < MORNING.hour - 1
    return [
        Later("hour", _("In one hour"), now + timedelta(hours=1)),
        Later("evening", _("Tomorrow evening") if is_late else _("This evening"), _at(now, EVENING, tomorrow=is_late)),
        Later("morning", _("This morning") if is_night else _("Tomorrow morning"), _at(now, MORNING, tomorrow=not is_night)),
    ]


def _at(now: datetime, hour: time, *, tomorrow: bool) -> datetime:
    return timezone.make_aware(datetime.combine(now.date() + timedelta(days=tomorrow), hour), now.tzinfo)
