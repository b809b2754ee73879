"""What is happening now, as its page shows it: warm threads with their figures, in six queries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from parvis.conversations.heat_measures import (
    SCALE,
    Warmth,
    colleagues_in,
    last_words,
    lines_of,
    newcomers_waiting,
    warm_threads,
)
from parvis.conversations.models import Closure, Thread
from parvis.kit import clock
from parvis.kit.paging import read_cursor, write_cursor

PAGE = 30


@dataclass(frozen=True, slots=True)
class WarmThread:
    """A thread with what is going on in it."""

    thread: Thread
    warmth: Warmth
    line: list[int]
    last: dict[str, Any] | None
    newcomers: list[dict[str, Any]] = field(default_factory=list)
    colleagues: list[dict[str, Any]] = field(default_factory=list)

    @property
    def heat(self) -> float:
        """The heat in its own unit."""
        return self.warmth.heat / SCALE

    @property
    def trouble(self) -> int:
        """The share of the last posts that are held or out of sight, in hundredths."""
        return round(self.warmth.trouble * 100)


@dataclass(frozen=True, slots=True)
class WarmPage:
    """A page of warm threads, the hottest first, as things were at `at`; `after` is the cursor of the next one, or empty."""

    rows: list[WarmThread]
    after: str
    at: datetime


def warm_page(
    *,
    title_ids: Collection[int],
    section: int | None = None,
    space: int | None = None,
    search: str = "",
    state: str = "",
    after: str = "",
    at: datetime | None = None,
) -> WarmPage:
    """Thirty threads; seven queries at most. The pages that follow say `at` again, so that none moves from one to the other.

    Raises Refusal 422 for a bad cursor.
    """
    now = at or clock.now()
    beyond = read_cursor(after, int) if after else None
    found = warm_threads(
        title_ids=title_ids,
        now=now,
        section=section,
        space=space,
        search=search,
        state=state,
        beyond=(int(beyond[0]), beyond[1]) if beyond else None,  # type: ignore[arg-type]  # read_cursor was told int
        limit=PAGE + 1,
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    rows = _shown(found[:PAGE], title_ids, now)
    return WarmPage(rows, write_cursor((last.heat, last.id)) if last else "", now)


def _shown(found: list[Warmth], title_ids: Collection[int], now: datetime) -> list[WarmThread]:
    ids = [warmth.id for warmth in found]
    if not ids:
        return []
    closures = Prefetch("closures", Closure.objects.filter(ended_at__isnull=True), to_attr="open_closures")
    known = Thread.objects.select_related("title", "section", "article", "space").prefetch_related(closures).in_bulk(ids)
    lines, last = lines_of(ids, now), last_words(ids)
    newcomers, colleagues = newcomers_waiting(ids, now), colleagues_in(ids, title_ids, now)
    return [
        WarmThread(known[one.id], one, lines[one.id], last.get(one.id), newcomers.get(one.id, []), colleagues.get(one.id, []))
        for one in found
    ]


def warm_count(*, title_ids: Collection[int], section: int | None, space: int | None, search: str, state: str, most: int) -> int:
    """How many threads are warm within these filters, `most` at most; one query."""
    narrowed = {"section": section, "space": space, "search": search, "state": state}
    return len(warm_threads(title_ids=title_ids, now=clock.now(), limit=most, **narrowed))  # type: ignore[arg-type]  # by name
