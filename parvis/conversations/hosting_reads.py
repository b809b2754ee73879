"""What hosts and moderators see of conversations: a post among its neighbours, threads, a member's posts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet

from parvis.conversations.models import Closure, Pin, Post, Selection, Thread
from parvis.kit.filters import AddressFilters
from parvis.kit.paging import read_cursor, write_cursor
from parvis.moderation.models import Standing

PAGE = 30
NEIGHBOURS = 2


def posts_by_subject(subjects: Iterable[str]) -> dict[str, Post]:
    """The posts behind names such as `post:91`, with thread, article and author at hand. One query."""
    numbers = [int(name.partition(":")[2]) for name in subjects if name.startswith("post:")]
    posts = Post.objects.filter(pk__in=numbers).select_related("thread__article", "thread__title", "author", "picture")
    return {post.subject: post for post in posts}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A post's ancestors (root first), the last posts before it, the first after it, its first replies."""

    ancestors: list[Post]
    before: list[Post]
    after: list[Post]
    replies: list[Post]


def surroundings(post: Post) -> Surroundings:
    """A post among its neighbours; at most four queries whatever the thread's size.

    Neighbours are the siblings under the same root; for a root, the roots next to it.
    """
    ancestors = _posts(_ancestor_ids(post)) if post.parent_id else []
    beside = Post.objects.filter(root=post.root_id) if post.root_id else Post.objects.filter(thread=post.thread_id, parent=None)
    seen = [ancestor.pk for ancestor in ancestors]
    beside = beside.exclude(pk__in=[*seen, post.pk]).exclude(parent=post.pk).select_related("author")
    earlier = beside.filter(written_at__lte=post.written_at).order_by("-written_at", "-pk")[:NEIGHBOURS]
    later = beside.filter(written_at__gt=post.written_at).order_by("written_at", "pk")[:NEIGHBOURS]
    replies = post.children.select_related("author").order_by("written_at", "pk")[:NEIGHBOURS]
    return Surroundings(ancestors, list(earlier)[::-1], list(later), list(replies))


def _posts(ids: list[int]) -> list[Post]:
    found = {post.pk: post for post in Post.objects.filter(pk__in=ids).select_related("author")}
    return [found[pk] for pk in ids]


def _ancestor_ids(post: Post) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [post.parent_id])
        return [pk for (pk,) in cursor.fetchall()]


_ANCESTORS = """
WITH RECURSIVE above AS (
    SELECT id, parent_id, depth FROM conversations_post WHERE id = %s
    UNION ALL
    SELECT p.id, p.parent_id, p.depth FROM conversations_post p JOIN above ON p.id = above.parent_id
)
SELECT id FROM above ORDER BY depth
"""


@dataclass(slots=True)
class ThreadRow:
    """A thread in the list, with how many of its posts are held and out of sight, and its open closure."""

    thread: Thread
    held: int = 0
    gone: int = 0
    closure: Closure | None = None


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """A page of threads, the last active first; `after` is the cursor of the next one, or empty."""

    rows: list[ThreadRow]
    after: str


@dataclass(frozen=True, slots=True)
class ThreadFilters(AddressFilters):
    """What the address of the list of threads narrows it to; `state`: held (something waits), closed, or all."""

    NUMBERS: ClassVar[Collection[str]] = ("section", "space")
    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {"state": ("held", "closed")}

    title: str = ""
    section: str = ""
    space: str = ""
    state: str = ""
    search: str = ""


def threads_page(*, title_ids: Collection[int], filters: ThreadFilters | None = None, after: str = "") -> ThreadsPage:
    """Thirty threads of these titles; three queries. Raises Refusal 422 for a bad cursor."""
    threads = threads_found(title_ids=title_ids, filters=filters or ThreadFilters())
    if after:
        at, pk = read_cursor(after, datetime)
        threads = threads.filter(Q(last_post_at__lt=at) | Q(last_post_at=at, pk__lt=pk))
    closures = Prefetch("closures", Closure.objects.filter(ended_at__isnull=True), to_attr="open_closures")
    rows = list(
        threads.select_related("title", "section", "article", "space")
        .prefetch_related(closures)
        .order_by("-last_post_at", "-pk")[: PAGE + 1]
    )
    more = write_cursor((rows[PAGE - 1].last_post_at, rows[PAGE - 1].pk)) if len(rows) > PAGE else ""
    return ThreadsPage(_counted(rows[:PAGE]), more)


def threads_found(*, title_ids: Collection[int], filters: ThreadFilters) -> QuerySet[Thread]:
    """The threads of these titles that the filters keep, in no order."""
    exact = {"section": filters.section, "space": filters.space}
    threads = Thread.objects.filter(title__in=title_ids, last_post_at__isnull=False)
    threads = threads.filter(**{name: value for name, value in exact.items() if value})
    if filters.search:
        said = filters.search
        by_name = Q(article__headline__icontains=said) | Q(article__address__icontains=said) | Q(heading__icontains=said)
        threads = threads.filter(by_name)
    if filters.state == "closed":
        threads = threads.filter(pk__in=Closure.objects.filter(ended_at__isnull=True).values("thread"))
    if filters.state == "held":
        threads = threads.filter(pk__in=Post.objects.filter(standing=Standing.HELD).values("thread"))
    return threads


def _counted(threads: Iterable[Thread]) -> list[ThreadRow]:
    rows = {thread.pk: ThreadRow(thread, closure=next(iter(_closures(thread)), None)) for thread in threads}
    out = Post.objects.filter(thread__in=rows).exclude(standing=Standing.PUBLISHED)
    for thread_id, standing, count in out.values_list("thread", "standing").annotate(count=Count("pk")).order_by():
        row = rows[thread_id]
        if standing == Standing.HELD:
            row.held += count
        else:
            row.gone += count
    return list(rows.values())


def _closures(thread: Thread) -> list[Closure]:
    return getattr(thread, "open_closures", [])


@dataclass(frozen=True, slots=True)
class HostedPost:
    """A post as its host sees it: whether it is pinned, selected."""

    post: Post
    pinned: bool
    selected: bool


@dataclass(frozen=True, slots=True)
class HostedPage:
    """Posts of a thread, newest first, held and removed included; cursors of the older and newer pages, or empty."""

    posts: list[HostedPost]
    older: str
    newer: str


def hosted_page(*, thread: Thread, show: str = "", before: str = "", around: int | None = None) -> HostedPage:
    """Thirty posts; three queries (four around a post). `show`: held, gone, honoured, or all.

    `before` is a cursor; `around` a post to be found in the page. Raises Refusal 422 for a bad cursor.
    """
    chosen = _shown(thread, show)
    start = _just_above(chosen, around) if around else read_cursor(before, datetime) if before else None
    rows = chosen.select_related("author", "parent__author", "picture").order_by("-written_at", "-pk")
    if start:
        at, pk = start
        rows = rows.filter(Q(written_at__lt=at) | Q(written_at=at, pk__lt=pk))
    posts = list(rows[: PAGE + 1])
    older = write_cursor((posts[PAGE - 1].written_at, posts[PAGE - 1].pk)) if len(posts) > PAGE else ""
    return HostedPage(_honoured(posts[:PAGE]), older, "first" if start else "")


def _shown(thread: Thread, show: str) -> QuerySet[Post]:
    posts = Post.objects.filter(thread=thread)
    if show == "held":
        return posts.filter(standing__in=[Standing.HELD, Standing.HIDDEN])
    if show == "gone":
        return posts.filter(standing__in=[Standing.REFUSED, Standing.REMOVED, Standing.WITHDRAWN])
    if show == "honoured":
        kinds = (Pin, Selection)
        honoured = [kind._default_manager.filter(thread=thread, ended_at__isnull=True).values("post") for kind in kinds]
        return posts.filter(Q(pk__in=honoured[0]) | Q(pk__in=honoured[1]))
    return posts


def _just_above(posts: QuerySet[Post], around: int) -> tuple[datetime, int] | None:
    post = posts.filter(pk=around).first()
    if post is None:
        return None
    newer = posts.filter(written_at__gt=post.written_at).order_by("written_at", "pk")
    above = list(newer.values_list("written_at", "pk")[:6])
    return above[5] if len(above) == 6 else None


def _honoured(posts: list[Post]) -> list[HostedPost]:
    ids = [post.pk for post in posts]
    pinned, selected = (
        set(kind._default_manager.filter(post__in=ids, ended_at__isnull=True).values_list("post", flat=True))
        for kind in (Pin, Selection)
    )
    return [HostedPost(post, post.pk in pinned, post.pk in selected) for post in posts]


def standing_counts(thread: Thread) -> dict[str, int]:
    """How many posts of the thread have each standing. One query."""
    counts = Post.objects.filter(thread=thread).values_list("standing").annotate(count=Count("pk")).order_by()
    return dict(counts)


@dataclass(frozen=True, slots=True)
class MemberPosts:
    """A member's posts at some titles, newest first; the cursor of the next page, or empty; how many of each standing."""

    posts: list[Post]
    older: str
    counts: dict[str, int] = field(default_factory=dict)


def posts_of_member(*, member_id: int, title_ids: Collection[int], standing: str = "", before: str = "") -> MemberPosts:
    """Thirty posts of a member with their thread; two queries. Raises Refusal 422 for a bad cursor."""
    written: QuerySet[Post] = Post.objects.filter(author=member_id, thread__title__in=title_ids)
    counts: dict[str, int] = dict(written.values_list("standing").annotate(count=Count("pk")).order_by())
    chosen = written.filter(standing=standing) if standing in Standing.values else written
    if before:
        at, pk = read_cursor(before, datetime)
        chosen = chosen.filter(Q(written_at__lt=at) | Q(written_at=at, pk__lt=pk))
    rows: list[Any] = list(
        chosen.select_related("thread__article", "thread__title").order_by(F("written_at").desc(), "-pk")[: PAGE + 1]
    )
    older = write_cursor((rows[PAGE - 1].written_at, rows[PAGE - 1].pk)) if len(rows) > PAGE else ""
    return MemberPosts(rows[:PAGE], older, counts)
