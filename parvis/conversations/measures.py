"""The SQL of a thread's page: whatever its size, as many rows as are shown."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from parvis.kit.refusals import Refusal

ROOTS = 20
REPLIES = 3

_COLUMNS = """
    p.id, p.parent_id, p.root_id, p.depth, p.standing, p.html, p.language, p.reactions, p.reacted, p.replies, p.worth,
    p.written_at, p.edited_at, p.badges, p.author_id, m.pseudonym,
    EXISTS (SELECT 1 FROM conversations_pin x WHERE x.post_id = p.id AND x.ended_at IS NULL) AS pinned,
    EXISTS (SELECT 1 FROM conversations_selection x WHERE x.post_id = p.id AND x.ended_at IS NULL) AS selected,
    (
        SELECT json_build_object('id', n.id, 'kind', n.kind, 'name', n.name, 'badge', n.badge, 'html', n.html, 'at', n.at)
        FROM conversations_hostnote n WHERE n.post_id = p.id AND n.ended_at IS NULL
    ) AS note,
    (
        SELECT json_build_object('key', x.key, 'described', x.described, 'width', x.width, 'height', x.height)
        FROM conversations_picture x WHERE x.post_id = p.id
    ) AS picture
"""
_IN_PAGE = "(p.standing = 'published' OR p.replies > 0)"

# Each order: its columns, and the comparison of a row with the cursor's (value, id).
ORDERS: dict[str, tuple[str, str]] = {
    "newest": ("p.written_at DESC, p.id DESC", "(p.written_at, p.id) < (%(value)s, %(id)s)"),
    "oldest": ("p.written_at, p.id", "(p.written_at, p.id) > (%(value)s, %(id)s)"),
    "reacted": ("p.reacted DESC, p.id DESC", "(p.reacted, p.id) < (%(value)s, %(id)s)"),
    "discussed": ("p.replies DESC, p.id DESC", "(p.replies, p.id) < (%(value)s, %(id)s)"),
    "worth": ("p.worth DESC, p.id DESC", "(p.worth, p.id) < (%(value)s, %(id)s)"),
}
SORT_VALUE = {"newest": "written_at", "oldest": "written_at", "reacted": "reacted", "discussed": "replies", "worth": "worth"}

# One statement: the roots of the page (one more, to know whether there are others), the first replies of each
# by a lateral join on their index, and on the first page the pinned posts.
_PAGE = """
WITH roots AS (
    SELECT p.id, row_number() OVER (ORDER BY {order}) AS place FROM conversations_post p
    WHERE p.thread_id = %(thread)s AND p.parent_id IS NULL AND p.id <> %(first)s AND {in_page} {beyond}
    ORDER BY {order} LIMIT %(roots)s
)
SELECT 'root' AS part, roots.place, {columns} FROM roots
    JOIN conversations_post p ON p.id = roots.id JOIN members_member m ON m.id = p.author_id
UNION ALL
SELECT 'reply', roots.place, {columns} FROM roots CROSS JOIN LATERAL (
        SELECT * FROM conversations_post p WHERE p.root_id = roots.id AND {in_page}
        ORDER BY p.written_at, p.id LIMIT %(replies)s
    ) p JOIN members_member m ON m.id = p.author_id
UNION ALL
SELECT 'first', 0, {columns} FROM conversations_post p JOIN members_member m ON m.id = p.author_id WHERE p.id = %(first)s
{pinned}
"""
_PINNED = """
UNION ALL
SELECT 'pinned', 0, {columns} FROM conversations_pin pin
    JOIN conversations_post p ON p.id = pin.post_id JOIN members_member m ON m.id = p.author_id
    WHERE pin.thread_id = %(thread)s AND pin.ended_at IS NULL AND p.standing = 'published'
"""
_REPLIES = """
SELECT 'reply' AS part, 0 AS place, {columns} FROM conversations_post p JOIN members_member m ON m.id = p.author_id
JOIN conversations_thread t ON t.id = p.thread_id AND t.is_shown
WHERE p.root_id = %(root)s AND {in_page} {beyond} ORDER BY p.written_at, p.id LIMIT %(limit)s
"""
_POSTS = """
SELECT 'root' AS part, 0 AS place, {columns} FROM conversations_post p JOIN members_member m ON m.id = p.author_id
WHERE p.id = ANY(%(ids)s)
"""


def page_rows(thread_id: int, sort: str, after: tuple[Any, int] | None, first_id: int | None = None) -> list[dict[str, Any]]:
    """The rows of a page: 21 roots, 4 replies each, and on the first page the pinned; one query.

    `first_id` is the post that opens a thread of its own: it stands apart, as the part `first` of every page.
    Raises Refusal 422 for an unknown sort.
    """
    if sort not in ORDERS:
        raise Refusal("unknown_sort", 422, f"sort: {', '.join(ORDERS)}")
    order, beyond = ORDERS[sort]
    statement = _PAGE.format(
        order=order,
        columns=_COLUMNS,
        in_page=_IN_PAGE,
        beyond=f"AND {beyond}" if after else "",
        pinned="" if after else _PINNED.format(columns=_COLUMNS),
    )
    value, pk = after or (None, None)
    values = {"thread": thread_id, "first": first_id or 0, "roots": ROOTS + 1, "replies": REPLIES + 1, "value": value, "id": pk}
    return _rows(statement, values)


def reply_rows(root_id: int, after: tuple[Any, int] | None, limit: int) -> list[dict[str, Any]]:
    """Up to `limit` rows under a root beyond the cursor (date, id), oldest first. One query."""
    beyond = "AND (p.written_at, p.id) > (%(value)s, %(id)s)" if after else ""
    value, pk = after or (None, None)
    statement = _REPLIES.format(columns=_COLUMNS, in_page=_IN_PAGE, beyond=beyond)
    return _rows(statement, {"root": root_id, "value": value, "id": pk, "limit": limit})


def post_rows(ids: list[int]) -> list[dict[str, Any]]:
    """The rows of these posts, in no order. One query."""
    return _rows(_POSTS.format(columns=_COLUMNS), {"ids": ids})


_ANCESTORS = """
WITH RECURSIVE above AS (
    SELECT p.id, p.parent_id FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id AND t.is_shown
    WHERE p.id = %(id)s AND p.thread_id = %(thread)s
    UNION ALL SELECT p.id, p.parent_id FROM conversations_post p JOIN above ON p.id = above.parent_id
) SELECT id FROM above
"""


def branch_ids(post_id: int, thread_id: int) -> list[int]:
    """The post and all above it, the root first; empty when the thread has no such post. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, {"id": post_id, "thread": thread_id})
        return [pk for (pk,) in cursor.fetchall()][::-1]


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# What counts in a thread is what stands or waits; what a member took back or was refused gives its place back, not its time.
_LATELY = """
SELECT p.id, p.key, p.written_at, p.text, counts.*, here.* FROM (
    SELECT id, key, written_at, text FROM conversations_post WHERE author_id = %(member)s AND id <> %(but)s
    ORDER BY written_at DESC LIMIT %(most)s
) p CROSS JOIN (
    SELECT count(*) FILTER (WHERE written_at > %(hour)s) AS last_hour, count(*) AS last_day FROM conversations_post
    WHERE author_id = %(member)s AND id <> %(but)s AND written_at > %(day)s
) counts CROSS JOIN (
    SELECT count(*) FILTER (WHERE parent_id IS NULL AND standing IN ('published', 'held', 'hidden')) AS posts_here,
        count(*) FILTER (WHERE parent_id IS NOT NULL AND standing IN ('published', 'held', 'hidden')) AS replies_here,
        max(written_at) AS last_here FROM conversations_post
    WHERE author_id = %(member)s AND thread_id = %(thread)s AND id <> %(but)s
) here ORDER BY p.written_at DESC
"""


def lately_rows(*, member_id: int, thread_id: int, but: int, now: datetime, most: int) -> list[dict[str, Any]]:
    """A member's last `most` posts anywhere, newest first, each row with the counts: last hour, last day, this thread.

    One query; no row for a member who has never written. `but` is a post to leave out, 0 for none.
    """
    since = {"hour": now - timedelta(hours=1), "day": now - timedelta(days=1)}
    return _rows(_LATELY, {"member": member_id, "thread": thread_id, "but": but, "most": most, **since})


def hold_turn(*, member_id: int, thread_id: int) -> None:
    """Waits until no other transaction is writing for this member in this thread: two windows do not post at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"turn:{member_id}:{thread_id}"])


# Nothing is scanned while no place closes its discussions: the first condition is asked once. `now` and `days` in UTC days.
_TOO_OLD = """
SELECT t.id FROM conversations_thread t
    JOIN publishers_title ti ON ti.id = t.title_id
    LEFT JOIN publishers_article a ON a.id = t.article_id
    LEFT JOIN conversations_threadpolicy own ON own.id = t.own_policy_id
    LEFT JOIN conversations_spacepolicy sp ON sp.space_id = t.space_id
    LEFT JOIN publishers_policy s ON s.section_id = t.section_id
    LEFT JOIN publishers_policy p ON p.title_id = t.title_id AND p.section_id IS NULL
    LEFT JOIN publishers_policy g ON g.group_id = ti.group_id AND g.title_id IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(
            own.close_after_days, sp.close_after_days, s.close_after_days, p.close_after_days, g.close_after_days, 0
        ) AS days
    ) life
WHERE EXISTS (
        SELECT 1 FROM publishers_policy WHERE close_after_days > 0
        UNION ALL SELECT 1 FROM conversations_spacepolicy WHERE close_after_days > 0
        UNION ALL SELECT 1 FROM conversations_threadpolicy WHERE close_after_days > 0 AND ended_at IS NULL
    )
    AND life.days > 0 AND coalesce(a.published_at, t.opened_at) <= %(now)s - life.days * interval '24 hours'
    AND NOT EXISTS (SELECT 1 FROM conversations_closure c WHERE c.thread_id = t.id AND c.ended_at IS NULL)
ORDER BY t.last_post_at DESC NULLS LAST LIMIT %(most)s
"""


def threads_too_old(now: datetime, most: int) -> list[int]:
    """Up to `most` threads past the days their settings give them and not closed yet, the last written in first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOO_OLD, {"now": now, "most": most})
        return [pk for (pk,) in cursor.fetchall()]


def counts_at(title_key: str, addresses: list[str]) -> dict[str, int]:
    """Visible posts of the thread that each normal address leads to, today's or a former one; those without are not said."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS_AT, [addresses, title_key])
        return dict(cursor.fetchall())


_COUNTS_AT = """
SELECT asked.address, t.visible_posts
FROM publishers_title title CROSS JOIN unnest(%s::text[]) AS asked(address)
LEFT JOIN publishers_article here ON here.title_id = title.id AND here.address = asked.address
LEFT JOIN publishers_formeraddress before
    ON here.id IS NULL AND before.title_id = title.id AND before.address = asked.address
LEFT JOIN publishers_article led ON led.id = before.article_id
JOIN conversations_thread t ON t.article_id = coalesce(here.merged_into_id, here.id, led.merged_into_id, led.id)
WHERE title.key = %s
"""
