"""What the pages of a title and of its spaces need, in one call each, the number of queries pinned by a test."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from parvis.conversations.models import FormerKey, Selection, Space, Thread
from parvis.kit import clock
from parvis.kit.paging import read_cursor, write_cursor
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Standing
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import nothing_here
from parvis.site.measures import Holding, holdings_of
from parvis.site.reads import BUSIEST, ThreadList, heat_of

THREADS, CHOSEN, LATELY = 30, 30, 60
#: The orders of a space: the column sorted by, and the kind of its cursor.
ORDERS: dict[str, tuple[str, type[datetime] | type[int]]] = {
    "active": ("last_post_at", datetime),
    "newest": ("opened_at", datetime),
    "discussed": ("visible_posts", int),
}
NEAR = ("article", "section", "space", "first__author")


@dataclass(frozen=True, slots=True)
class SpaceShown:
    """A space and what it holds."""

    space: Space
    holding: Holding


def spaces_of(title: Title, *, archived: bool = False) -> list[SpaceShown]:
    """The title's spaces in their order, those of its group among them; two queries, one when there is none."""
    spaces = list(Space.objects.of(title).filter(archived_at__isnull=not archived))
    holdings = holdings_of([space.pk for space in spaces]) if spaces else {}
    return [SpaceShown(space, holdings[space.pk]) for space in spaces]


def space_keyed(title: Title, key: str) -> Space | str:
    """The space of that key at the title, or today's key when it has changed. Raises Refusal 404. One query, else two."""
    spaces = Space.objects.of(title)
    if found := spaces.select_related("group", "title", "host").filter(key=key).first():
        return found
    moved = FormerKey.objects.filter(space__in=spaces, key=key).select_related("space").order_by("-until").first()
    if moved is None:
        raise nothing_here()
    return moved.space.key


@dataclass(frozen=True, slots=True)
class TitleHome:
    """What a title's home shows."""

    spaces: list[SpaceShown]
    lively: list[Thread]
    articles: list[Thread]
    chosen: list[Selection]


def title_home(title: Title) -> TitleHome:
    """Spaces, lively discussions of their own, articles discussed, the last posts chosen by the newsroom; four queries."""
    now = clock.now()
    lately = Thread.objects.public().filter(title=title).select_related(*NEAR).order_by("-last_post_at", "-pk")[:LATELY]
    ranked = sorted(lately, key=lambda thread: heat_of(thread, now), reverse=True)
    own, under = [thread for thread in ranked if thread.is_own], [thread for thread in ranked if not thread.is_own]
    return TitleHome(spaces_of(title), own[:BUSIEST], under[:BUSIEST], list(chosen_at(title)[:3]))


def chosen_at(title: Title) -> QuerySet[Selection]:
    """The posts in sight that the newsroom chose, the last chosen first, with author, thread and article."""
    near = ("post__author", "thread__article", "thread__title", "thread__space")
    shown = Selection.objects.filter(thread__title=title, ended_at__isnull=True, thread__is_shown=True)
    return shown.filter(post__standing=Standing.PUBLISHED).select_related(*near).order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """A page of the selection; `next` is the cursor of the following one or None."""

    chosen: list[Selection]
    next: str | None


def chosen_page(title: Title, after: str = "") -> ChosenPage:
    """Thirty chosen posts; one query. Raises Refusal 422 for a bad cursor."""
    shown = chosen_at(title)
    if after:
        at, pk = read_cursor(after, datetime)
        shown = shown.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = list(shown[: CHOSEN + 1])
    last = rows[CHOSEN - 1] if len(rows) > CHOSEN else None
    return ChosenPage(rows[:CHOSEN], write_cursor((last.at, last.pk)) if last else None)


@dataclass(frozen=True, slots=True)
class SpacePage:
    """A page of a space: pinned threads on the first one, and how many the space holds."""

    page: ThreadList
    pinned: list[Thread]
    holding: Holding


def space_page(space: Space, sort: str, after: str = "") -> SpacePage:
    """Thirty threads of a space in an order; three queries, two beyond the first page. Refusal 422: unknown sort, bad cursor."""
    if sort not in ORDERS:
        raise Refusal("unknown_sort", 422, f"sort: {', '.join(ORDERS)}")
    column, kind = ORDERS[sort]
    shown: QuerySet[Thread] = Thread.objects.public().filter(space=space).select_related("title", *NEAR)
    pinned = list(shown.filter(thread_pins__ended_at__isnull=True, thread_pins__isnull=False)) if not after else []
    rows = list(_beyond(shown, column, kind, after).order_by(f"-{column}", "-pk")[: THREADS + 1])
    last: Any = rows[THREADS - 1] if len(rows) > THREADS else None
    following = write_cursor((getattr(last, column), last.pk)) if last else None
    kept = {thread.pk for thread in pinned}
    return SpacePage(
        ThreadList([row for row in rows[:THREADS] if row.pk not in kept], following), pinned, holdings_of([space.pk])[space.pk]
    )


def _beyond(threads: QuerySet[Thread], column: str, kind: type[datetime] | type[int], after: str) -> QuerySet[Thread]:
    if not after:
        return threads
    value, pk = read_cursor(after, kind)
    return threads.filter(Q(**{f"{column}__lt": value}) | Q(**{column: value, "pk__lt": pk}))


def group_keyed(key: str) -> Group:
    """The group of that key. Raises Refusal 404."""
    group = Group.objects.filter(key=key).first()
    if group is None:
        raise nothing_here()
    return group
