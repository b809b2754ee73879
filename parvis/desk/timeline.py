"""A member's file as one line of time: posts, decisions, signals made and received, notes, and what happened to the account."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from parvis.conversations.models import Post
from parvis.journal.models import Fact
from parvis.kit.paging import read_cursor, write_cursor
from parvis.moderation.models import Case, CaseNote, Decision, MemberNote, Signal, Standing
from parvis.moderation.rights import cases_for

PAGE = 40
#: Facts that say again what a post, a decision or a signal of the line already says.
SAID_ELSEWHERE = (
    "PostPublished", "PostHeld", "PostEdited", "PostWithdrawn", "PostPinned", "PostSelected", "SignalReceived", "CaseOpened",
    "DecisionMade", "DecisionUndone", "ThreadOpened",
)  # fmt: skip
#: A cursor carries the kind and the row in one number.
_SPAN = 10**15


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose line, for whom, at which titles."""

    member_id: int
    account_id: int
    title_ids: list[int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the line: when, its kind, and the row itself."""

    at: datetime
    rank: int
    kind: str
    thing: Any

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands in the line; no two are the same."""
        return self.at, self.rank * _SPAN + int(self.thing.pk)


def _posts(asked: Asked) -> QuerySet[Any]:
    written = Post.objects.filter(author=asked.member_id, thread__title__in=asked.title_ids)
    return written.select_related("thread__article", "thread__title", "thread__space")


def _out(asked: Asked) -> QuerySet[Any]:
    return _posts(asked).exclude(standing=Standing.PUBLISHED)


def _decisions(asked: Asked) -> QuerySet[Any]:
    decided = Decision.objects.filter(author=asked.member_id, title__in=asked.title_ids)
    return decided.select_related("account", "rule", "case")


def _signals_sent(asked: Asked) -> QuerySet[Any]:
    return Signal.objects.filter(member=asked.member_id, title__in=asked.title_ids)


def _signals_received(asked: Asked) -> QuerySet[Any]:
    # Whatever is signalled has had a case, which knows its author.
    subjects = Case.objects.filter(author=asked.member_id, title__in=asked.title_ids).values("subject")
    return Signal.objects.filter(subject__in=subjects).select_related("member")


def _case_notes(asked: Asked) -> QuerySet[Any]:
    noted = CaseNote.objects.filter(member=asked.member_id, case__in=cases_for(asked.account_id, "members"))
    return noted.select_related("account", "case")


def _notes(asked: Asked) -> QuerySet[Any]:
    noted = MemberNote.objects.filter(member=asked.member_id, title__in=asked.title_ids, dropped_at__isnull=True)
    return noted.select_related("account", "title").prefetch_related("revisions")


def _life(asked: Asked) -> QuerySet[Any]:
    mine = Q(title_id__isnull=True) | Q(title_id__in=asked.title_ids)
    return Fact.objects.filter(mine, member_id=asked.member_id).exclude(name__in=SAID_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries of one kind come from, and the column that dates them."""

    kind: str
    rows: Callable[[Asked], QuerySet[Any]]
    dated: str


#: Their order breaks ties; never reordered, cursors carry it.
SOURCES = [
    Source("post", _posts, "written_at"),
    Source("decision", _decisions, "decided_at"),
    Source("sent", _signals_sent, "at"),
    Source("received", _signals_received, "at"),
    Source("case_note", _case_notes, "at"),
    Source("note", _notes, "at"),
    Source("life", _life, "at"),
]
#: What one may ask to see alone.
SHOWS = {
    "": [source.kind for source in SOURCES],
    "posts": ["post"],
    "out": ["post"],
    "decisions": ["decision"],
    "signals": ["sent", "received"],
    "notes": ["case_note", "note"],
    "life": ["life"],
}


@dataclass(frozen=True, slots=True)
class Line:
    """A page of the line, newest first; the cursor of the next one, or empty."""

    entries: list[Entry]
    older: str


def line_of(*, member_id: int, account_id: int, title_ids: list[int], show: str = "", before: str = "") -> Line:
    """Forty entries; one query for each kind asked (one more for the history of notes). Raises Refusal 422 for a bad cursor."""
    asked = Asked(member_id, account_id, title_ids)
    start = read_cursor(before, datetime) if before else None
    entries = sorted(_entries(asked, show, start), key=lambda entry: entry.place, reverse=True)
    page = entries[:PAGE]
    return Line(page, write_cursor(page[-1].place) if len(entries) > PAGE else "")


def _entries(asked: Asked, show: str, start: tuple[Any, int] | None) -> Iterable[Entry]:
    for rank, source in enumerate(SOURCES):
        if source.kind in SHOWS.get(show, SHOWS[""]):
            rows = _out(asked) if show == "out" else source.rows(asked)
            for thing in _before(rows, source.dated, rank, start).order_by(f"-{source.dated}", "-pk")[: PAGE + 1]:
                yield Entry(getattr(thing, source.dated), rank, source.kind, thing)


def _before(rows: QuerySet[Any], dated: str, rank: int, start: tuple[Any, int] | None) -> QuerySet[Any]:
    if start is None:
        return rows
    at, place = start
    first, pk = divmod(place, _SPAN)
    same = {dated: at} if rank < first else {dated: at, "pk__lt": pk} if rank == first else None
    earlier = Q(**{f"{dated}__lt": at})
    return rows.filter(earlier | Q(**same) if same else earlier)
