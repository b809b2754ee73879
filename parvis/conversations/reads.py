"""What one page needs, in one call, its number of queries pinned by a test."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Sum

from parvis.conversations.measures import REPLIES, ROOTS, SORT_VALUE, branch_ids, counts_at, page_rows, post_rows, reply_rows
from parvis.conversations.models import Closure, Post, Reaction, Thread
from parvis.conversations.pages import Page, in_reading_order, post_data
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.paging import read_cursor, write_cursor
from parvis.members.models import Member
from parvis.moderation.models import Standing
from parvis.publishers.finding import number_at
from parvis.publishers.models import Article, Title
from parvis.publishers.rights import nothing_here
from parvis.publishers.titles import title_keyed

MORE_REPLIES = 20
#: The largest number PostgreSQL can be asked for.
LARGEST = 2**63 - 1


def threads_with_places() -> QuerySet[Thread]:
    """Threads with title, group, section, article, space, settings, note and open closure at hand (two queries)."""
    near = ("title__group", "section", "article", "space__own_policy", "own_policy", "note")
    return Thread.objects.select_related(*near).prefetch_related(_closures())


def thread_at(*, title_key: str, address: str) -> Thread | None:
    """The thread under the article of that address, or None while nobody has written there; two queries.

    Asked at every post and every page made anew: the title comes from memory. Raises Refusal 404 for an unknown title.
    """
    title = title_keyed(title_key)
    found = Thread.objects.filter(article=number_at(title, normal_address(address)))
    thread = _only(found.select_related("article", "own_policy", "note").prefetch_related(_closures()))
    if thread:
        thread.title = title
    return thread


def _only(threads: QuerySet[Thread]) -> Thread | None:
    # Cheaper than first(), which would sort the one row there is.
    return next(iter(threads[:1]), None)


def _closures() -> Any:
    return Prefetch("closures", queryset=Closure.objects.filter(ended_at__isnull=True), to_attr="open_closures")


def thread_numbered(thread_id: int) -> Thread | None:
    """The thread of that number, or the one it was joined to: its own number then tells."""
    thread = _only(threads_with_places().filter(pk=thread_id))
    if thread and thread.moved_to_id:
        return _only(threads_with_places().filter(pk=thread.moved_to_id))
    return thread


def thread_page(*, thread_id: int, sort: str = "newest", after: str = "", first_id: int | None = None) -> Page:
    """A page of 20 roots with their first 3 replies; one query whatever the thread's size.

    `first_id` is the thread's own: the post that opens it stands apart. `after` is the `next` of the page before.
    Raises Refusal 422 for an unknown sort or a bad cursor.
    """
    kind = datetime if SORT_VALUE.get(sort) == "written_at" else int
    rows = page_rows(thread_id, sort, read_cursor(after, kind) if after else None, first_id)
    roots = sorted((row for row in rows if row["part"] == "root"), key=lambda row: row["place"])
    posts: list[dict[str, Any]] = []
    for root in roots[:ROOTS]:
        posts += _branch(root, [row for row in rows if row["part"] == "reply" and row["root_id"] == root["id"]])
    last = roots[ROOTS - 1] if len(roots) > ROOTS else None
    pinned = [post_data(row) for row in rows if row["part"] == "pinned"]
    first = next((post_data(row) for row in rows if row["part"] == "first"), None)
    return Page(posts, pinned, (last[SORT_VALUE[sort]], last["id"]) if last else None, first)


def _branch(root: dict[str, Any], replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    replies.sort(key=lambda row: (row["written_at"], row["id"]))
    shown, shown_root = replies[:REPLIES], post_data(root)
    if len(replies) > REPLIES:
        shown_root["more"] = write_cursor((shown[-1]["written_at"], shown[-1]["id"]))
    return [shown_root, *in_reading_order([post_data(row) for row in shown], root["id"])]


@dataclass(frozen=True, slots=True)
class Replies:
    """More replies under a root, oldest first, and the cursor of the next ones or None."""

    posts: list[dict[str, Any]]
    more: str | None


def replies_page(*, root_id: int, after: str = "") -> Replies:
    """Twenty more replies under a root; one query. Raises Refusal 422 for a bad cursor."""
    rows = reply_rows(root_id, read_cursor(after, datetime) if after else None, MORE_REPLIES + 1)
    shown = rows[:MORE_REPLIES]
    more = write_cursor((shown[-1]["written_at"], shown[-1]["id"])) if len(rows) > MORE_REPLIES else None
    return Replies([post_data(row) for row in shown], more)


def posts_data(ids: list[int]) -> list[dict[str, Any]]:
    """These posts as a page shows them; one query."""
    return [post_data(row) for row in post_rows(ids)]


def branch_to(*, post_id: int, thread_id: int) -> list[dict[str, Any]]:
    """A post and all it answers, the root first, for a link to it; two queries. Raises Refusal 404 out of sight."""
    ids = branch_ids(post_id, thread_id)
    rows = {row["id"]: post_data(row) for row in (post_rows(ids) if ids else [])}
    if post_id not in rows or rows[post_id]["gone"]:
        raise nothing_here()
    return [rows[pk] for pk in ids]


def counts_of(*, title_key: str, addresses: list[str]) -> dict[str, int]:
    """Visible posts under each address as it was given; zero where there is no thread. One query."""
    normal = {address: normal_address(address) for address in addresses}
    counts = counts_at(title_key, sorted(set(normal.values())))
    return {address: counts.get(normal[address], 0) for address in addresses}


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member alone sees of a thread: held posts, own reactions (post to kinds), own visible posts."""

    held: list[dict[str, Any]]
    reactions: dict[int, list[str]]


def mine_in_thread(*, member: Member, thread_id: int) -> Mine:
    """A member's own held posts and reactions in a thread; three queries."""
    held = Post.objects.filter(thread_id=thread_id, author=member, standing__in=[Standing.HELD, Standing.HIDDEN])
    rows = post_rows(list(held.order_by("-pk").values_list("pk", flat=True)[:50]))
    reactions: dict[int, list[str]] = {}
    for post_id, kind in Reaction.objects.filter(member=member, post__thread_id=thread_id).values_list("post_id", "kind"):
        reactions.setdefault(post_id, []).append(kind)
    held_data = [post_data(row, own=True) | {"standing": "held"} for row in rows]
    return Mine(held_data, reactions)


def unsaved_thread(*, title: Title, article: Article) -> Thread:
    """The thread an article will have once somebody writes; nothing is stored."""
    return Thread(title=title, section=article.section, article=article, opened_at=clock.now())


def public_threads(title: Title) -> QuerySet[Thread]:
    """The title's threads with at least one visible post, the last active first."""
    shown = Thread.objects.public().filter(title=title).select_related("article", "section", "space")
    return shown.order_by("-last_post_at")


@dataclass(frozen=True, slots=True)
class Totals:
    """What there is at a title: threads, visible posts, posts held."""

    threads: int
    posts: int
    held: int


def title_totals(title: Title) -> Totals:
    """What a title's discussions come to; two queries, whatever their size read from the threads' own counters."""
    counted = Thread.objects.filter(title=title).aggregate(threads=Count("pk"), posts=Sum("visible_posts"))
    held = Post.objects.filter(thread__title=title, standing=Standing.HELD).count()
    return Totals(threads=counted["threads"], posts=counted["posts"] or 0, held=held)
