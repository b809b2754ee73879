"""The SQL of the square: what is lively, what each space holds, where each sitemap begins; one statement each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.site.indexing import PROLIFIC, SUBSTANTIAL

LATELY = 60
#: Addresses in one sitemap: sitemaps.org allows 50,000, which would hold a thread of the server for too long.
MOST_ADDRESSES = 10_000

# A lateral join on the index threads_by_activity: 60 rows for each title, however many threads it has.
_LATELY = """
SELECT lately.id FROM publishers_title title CROSS JOIN LATERAL (
    SELECT thread.id FROM conversations_thread thread
    WHERE thread.title_id = title.id AND thread.visible_posts > 0 AND thread.is_shown
    ORDER BY thread.last_post_at DESC LIMIT %s
) lately
"""


def lately_active() -> list[int]:
    """The numbers of the threads last active in each title, at most 60 by title. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [LATELY])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a space holds: how many threads and posts are in sight, and its thread last active."""

    threads: int
    posts: int
    last_id: int | None
    last_heading: str
    last_at: datetime | None


# The thread last active comes by the index space_by_activity.
_HOLDINGS = """
SELECT space.id, held.threads, held.posts, lately.id, lately.heading, lately.last_post_at FROM conversations_space space
CROSS JOIN LATERAL (
    SELECT count(*) AS threads, coalesce(sum(visible_posts), 0) AS posts FROM conversations_thread t
    WHERE t.space_id = space.id AND t.is_shown AND t.visible_posts > 0
) held
LEFT JOIN LATERAL (
    SELECT t.id, t.heading, t.last_post_at FROM conversations_thread t
    WHERE t.space_id = space.id AND t.is_shown AND t.visible_posts > 0 ORDER BY t.last_post_at DESC, t.id DESC LIMIT 1
) lately ON true
WHERE space.id = ANY(%s)
"""


def holdings_of(space_ids: list[int]) -> dict[int, Holding]:
    """What each of these spaces holds; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDINGS, [space_ids])
        return {pk: Holding(threads, int(posts), *rest) for pk, threads, posts, *rest in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """One file of the sitemap: of a title, of a kind, from a row on; `changed` is the last change of what it lists."""

    title_key: str
    kind: str
    first: int
    changed: datetime


# Rows numbered within their title: each file begins at its row number, and is read back from that id on.
_FILES = """
SELECT key, kind, min(id), max(changed) FROM (
    SELECT title.key, listed.kind, listed.id, listed.changed,
        (row_number() OVER (PARTITION BY title.id, listed.kind ORDER BY listed.id) - 1) / %(most)s AS number
    FROM publishers_title title JOIN (
        SELECT 'threads' AS kind, title_id, id, last_post_at AS changed FROM conversations_thread
        WHERE article_id IS NULL AND is_shown AND visible_posts >= %(substantial)s AND moved_to_id IS NULL AND heading <> ''
        UNION ALL
        SELECT 'spaces', s.title_id, s.id, max(t.last_post_at) FROM conversations_space s
        JOIN conversations_thread t ON t.space_id = s.id AND t.is_shown AND t.visible_posts > 0
        WHERE s.title_id IS NOT NULL GROUP BY s.id
        UNION ALL
        SELECT 'members', p.title_id, p.member_id, p.changed_at FROM conversations_profile p
        JOIN members_member m ON m.id = p.member_id
        WHERE p.is_listed AND p.standing = 'published' AND p.text <> '' AND m.erased_at IS NULL
            AND m.published_posts >= %(prolific)s
    ) listed ON listed.title_id = title.id
) numbered GROUP BY key, kind, number ORDER BY key, kind, min(id)
"""


def sitemap_files() -> list[SitemapFile]:
    """Every file of the sitemap, in order; one query."""
    values: dict[str, Any] = {"most": MOST_ADDRESSES, "substantial": SUBSTANTIAL, "prolific": PROLIFIC}
    with connection.cursor() as cursor:
        cursor.execute(_FILES, values)
        return [SitemapFile(*row) for row in cursor.fetchall()]
