"""Makes every counter true once the posts are in: replies, threads, members; by blocks, to be taken up after any of them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.conversations.archived import ImportRun
from parvis.journal.acts import record
from parvis.journal.facts import ArchiveImported
from parvis.kit import clock
from parvis.kit.announcing import CHANNEL
from parvis.members.bulk import welcome_back
from parvis.publishers.models import Title

# Threads counted in one transaction: their rows are locked for about a second.
BLOCK = 500


def settle(run: ImportRun, title: Title) -> None:
    """Counts the run's posts in their parents, threads and members, once, and records the fact; the run is then finished."""
    with connection.cursor() as cursor:
        _gather(cursor, run)
        while _settle_block(cursor, run):
            pass
        _finish(cursor, run, title)
        cursor.execute("DROP TABLE settling")


def _gather(cursor: CursorWrapper, run: ImportRun) -> None:
    cursor.execute("DROP TABLE IF EXISTS settling")
    cursor.execute(_SETTLING, {"run": run.pk})
    cursor.execute("CREATE INDEX ON settling (thread_id)")
    cursor.execute("ANALYZE settling")


@transaction.atomic
def _settle_block(cursor: CursorWrapper, run: ImportRun) -> bool:
    cursor.execute(
        "SELECT max(thread_id) FROM (SELECT DISTINCT thread_id FROM settling WHERE thread_id > %s ORDER BY 1 LIMIT %s) block",
        [run.settled_thread, BLOCK],
    )
    last = cursor.fetchone()[0]
    if last is None:
        return False
    block = {"first": run.settled_thread, "last": last, "channel": CHANNEL}
    cursor.execute(_REPLIES, block)
    cursor.execute(_THREADS, block)
    cursor.execute(_TO_WEIGH, block | {"now": clock.now()})
    run.settled_thread = last
    run.save(update_fields=["settled_thread"])
    return True


@transaction.atomic
def _finish(cursor: CursorWrapper, run: ImportRun, title: Title) -> None:
    cursor.execute(_OPENERS, {"title": title.pk})
    # The search asks the statistics which words are common; those left in the list are sorted in.
    cursor.execute("SELECT gin_clean_pending_list('words_of_posts')")
    cursor.execute("ANALYZE conversations_searchentry")
    cursor.execute(_AUTHORS)
    counts: list[tuple[int, int, datetime]] = cursor.fetchall()
    welcome_back(counts=counts)
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at"])
    where = {"group_id": title.group_id, "title_id": title.pk, "account_id": run.account_id}
    record(ArchiveImported(**where, run_id=run.pk, posts=run.counts.get("posts", 0)))


_AUTHORS = """
SELECT author_id, count(*) FILTER (WHERE is_visible), min(written_at) FROM settling GROUP BY author_id ORDER BY author_id
"""
# The post that opens each new thread of its own: the one its archive names, else the oldest; it says whether readers see it.
_OPENERS = """
UPDATE conversations_thread t SET first_id = p.id,
    is_shown = p.standing = 'published' OR (p.standing = 'withdrawn' AND t.visible_posts > 0)
FROM conversations_importedarticle a CROSS JOIN LATERAL (
    SELECT p.id, p.standing FROM conversations_post p LEFT JOIN conversations_archivedref r ON r.post_id = p.id
    WHERE p.thread_id = a.thread_id AND p.parent_id IS NULL ORDER BY r.ref = a.first DESC NULLS LAST, p.written_at, p.id LIMIT 1
) p
WHERE a.title_id = %(title)s AND t.id = a.thread_id AND t.article_id IS NULL AND t.first_id IS NULL
"""
_SETTLING = """
CREATE TEMP TABLE settling AS
SELECT p.id, p.thread_id, p.parent_id, p.root_id, p.author_id, p.written_at, p.standing = 'published' AS is_visible
FROM conversations_archivedref a JOIN conversations_post p ON p.id = a.post_id WHERE a.run_id = %(run)s
"""
# As count_in of acts/standing.py does one by one: a visible post counts in its parent and its root, once when they are one.
_REPLIES = """
UPDATE conversations_post p SET replies = p.replies + counted.n
FROM (
    SELECT above, count(*) AS n FROM (
        SELECT root_id AS above FROM settling
        WHERE is_visible AND root_id IS NOT NULL AND thread_id > %(first)s AND thread_id <= %(last)s
        UNION ALL
        SELECT parent_id FROM settling
        WHERE is_visible AND parent_id <> root_id AND thread_id > %(first)s AND thread_id <= %(last)s
    ) every GROUP BY above
) counted WHERE p.id = counted.above
"""
_TO_WEIGH = """
INSERT INTO conversations_toweigh (post_id, since)
SELECT p.id, %(now)s FROM settling s JOIN conversations_post p ON p.id = coalesce(s.root_id, s.id)
WHERE s.thread_id > %(first)s AND s.thread_id <= %(last)s AND (p.replies > 0 OR p.reacted > 0) ON CONFLICT DO NOTHING
"""
_THREADS = """
WITH touched AS (
    UPDATE conversations_thread t SET version = t.version + 1, visible_posts = t.visible_posts + counted.visible,
        last_post_at = greatest(t.last_post_at, counted.last), opened_at = least(t.opened_at, counted.first)
    FROM (
        SELECT thread_id, count(*) FILTER (WHERE is_visible) AS visible, max(written_at) FILTER (WHERE is_visible) AS last,
            min(written_at) AS first
        FROM settling WHERE thread_id > %(first)s AND thread_id <= %(last)s GROUP BY thread_id
    ) counted WHERE t.id = counted.thread_id RETURNING t.id, t.version
)
SELECT count(pg_notify(%(channel)s, id || ':' || version || ':state::')) FROM touched
"""
