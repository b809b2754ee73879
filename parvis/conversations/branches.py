"""The SQL of branches: found whole, locked, carried from one thread to another, whatever their size."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

# The posts below each top, with the top they follow; only those of the thread.
_BRANCHES = """
WITH RECURSIVE branch AS (
    SELECT id, id AS top FROM conversations_post WHERE id = ANY(%(tops)s) AND thread_id = %(thread)s
    UNION ALL SELECT p.id, b.top FROM conversations_post p JOIN branch b ON p.parent_id = b.id
) SELECT id, top FROM branch
"""
# Never waited for: whoever holds one of these rows waits for the thread, which is held here.
_LOCKED = "SELECT id FROM conversations_post WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE NOWAIT"


@dataclass(frozen=True, slots=True)
class Branches:
    """Posts and the top each follows; a top inside another's branch is none of its own."""

    top_of: dict[int, int]

    @property
    def posts(self) -> list[int]:
        """All the posts."""
        return list(self.top_of)

    @property
    def tops(self) -> list[int]:
        """The tops, the oldest number first."""
        return sorted(set(self.top_of.values()))


def branches_of(thread_id: int, tops: Collection[int]) -> Branches:
    """The branches under these posts of the thread; one query."""
    rows = _all(_BRANCHES, {"tops": list(tops), "thread": thread_id})
    inner = {pk for pk, top in rows if pk != top and pk in set(tops)}
    return Branches({pk: top for pk, top in rows if top not in inner})


def lock_posts(ids: Collection[int]) -> None:
    """Holds the rows until the end of the transaction. Raises OperationalError at once when another holds one."""
    _all(_LOCKED, {"ids": list(ids)})


_CARRY = """
UPDATE conversations_post p SET thread_id = %(thread)s, depth = p.depth - t.was + t.depth,
    root_id = CASE WHEN p.id = b.top THEN t.root ELSE coalesce(t.root, b.top) END,
    parent_id = CASE WHEN p.id = b.top THEN t.parent ELSE p.parent_id END
FROM unnest(%(ids)s::bigint[], %(tops)s::bigint[]) AS b(id, top)
JOIN unnest(%(places)s::bigint[], %(was)s::int[], %(depths)s::int[], %(roots)s::bigint[], %(parents)s::bigint[])
    AS t(id, was, depth, root, parent) ON t.id = b.top
WHERE p.id = b.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the top of a branch is to stand: its depth now, its depth to be, its root and parent (none for a root)."""

    was: int
    depth: int = 0
    root: int | None = None
    parent: int | None = None


def carry(branches: Branches, places: dict[int, Place], thread_id: int) -> None:
    """Puts the branches into the thread, each top at its place, all below with the parents they had; one statement."""
    tops = list(places)
    _run(
        _CARRY,
        {
            "thread": thread_id,
            "ids": branches.posts,
            "tops": [branches.top_of[pk] for pk in branches.posts],
            "places": tops,
            "was": [places[pk].was for pk in tops],
            "depths": [places[pk].depth for pk in tops],
            "roots": [places[pk].root for pk in tops],
            "parents": [places[pk].parent for pk in tops],
        },
    )


# What carries the thread's number beside the post's.
_FOLLOWERS = [
    f"UPDATE {table} SET thread_id = %(thread)s WHERE post_id = ANY(%(ids)s)"  # noqa: S608  # written here
    for table in ("conversations_pin", "conversations_selection", "conversations_hostnote")
]


def carry_followers(ids: Collection[int], thread_id: int) -> None:
    """Has pins, selections and notes of the posts say their new thread."""
    for statement in _FOLLOWERS:
        _run(statement, {"thread": thread_id, "ids": list(ids)})


# A root counts all that is visible below it, any other post what answers it directly.
_REPLIES = """
UPDATE conversations_post p SET replies = CASE WHEN p.parent_id IS NULL
    THEN (SELECT count(*) FROM conversations_post c WHERE c.root_id = p.id AND c.standing = 'published')
    ELSE (SELECT count(*) FROM conversations_post c WHERE c.parent_id = p.id AND c.standing = 'published') END
WHERE p.id = ANY(%(ids)s)
"""


def count_replies(ids: Collection[int]) -> None:
    """Counts anew the replies of these posts; one statement."""
    _run(_REPLIES, {"ids": sorted(ids)})


_COUNT = """
UPDATE conversations_thread t SET visible_posts = greatest(t.visible_posts + %(step)s, 0), last_post_at = (
    SELECT p.written_at FROM conversations_post p WHERE p.thread_id = t.id AND p.standing = 'published'
    ORDER BY p.written_at DESC, p.id DESC LIMIT 1
) WHERE t.id = %(thread)s
"""
_VISIBLE = "SELECT count(*) FROM conversations_post WHERE id = ANY(%(ids)s) AND standing = 'published'"


def count_carried(ids: Collection[int], source_id: int, target_id: int) -> None:
    """Takes the visible ones among these posts from one thread's count to the other's, and finds the last post of both."""
    ((visible,),) = _all(_VISIBLE, {"ids": list(ids)})
    _run(_COUNT, {"step": -visible, "thread": source_id})
    _run(_COUNT, {"step": visible, "thread": target_id})


_SUMMARY = """
SELECT count(*) AS posts, count(*) FILTER (WHERE standing = 'published') AS visible,
    count(*) FILTER (WHERE standing IN ('held', 'hidden')) AS waiting, count(DISTINCT author_id) AS people,
    min(written_at) AS first, max(written_at) AS last, max(depth) AS deepest
FROM conversations_post WHERE id = ANY(%(ids)s)
"""


def summary_of(ids: Collection[int]) -> dict[str, Any]:
    """How many posts, visible and waiting, by how many people, from when to when; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {"ids": list(ids)})
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def _run(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _all(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
