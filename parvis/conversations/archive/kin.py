"""Ties answers to posts that came after them in the archive; cuts circles; says which parents never came.

All set-based, in one transaction: a few statements for each level of trees still to be tied, whatever their number.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.conversations.archive.records import Repaired
from parvis.conversations.archive.runs import note
from parvis.conversations.archive.staging import DEEPEST
from parvis.conversations.archived import AwaitedLink, ImportRun


@transaction.atomic
def tie_awaited(run: ImportRun) -> None:
    """Ties what can be, notes what cannot, forgets the run's awaited links. Doing it again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS kin")
        cursor.execute(_KIN, {"run": run.pk})
        cursor.execute("CREATE INDEX ON kin (post_id)")
        cursor.execute("ANALYZE kin")
        _note_lost(cursor, run)
        while _tie_ready(cursor) or _cut_circle(cursor, run):
            pass
        cursor.execute(_QUOTES, {"run": run.pk})
        _note_lost_quotes(cursor, run)
        cursor.execute("DROP TABLE kin")
    AwaitedLink.objects.filter(run=run).delete()


def _note_lost(cursor: CursorWrapper, run: ImportRun) -> None:
    cursor.execute(
        "DELETE FROM kin WHERE parent_id IS NULL OR parent_thread <> thread_id RETURNING place, own_ref, ref, parent_id IS NULL"
    )
    rows = cursor.fetchall()
    said = [(place, own, ref, "unknown_parent" if is_lost else "parent_elsewhere") for place, own, ref, is_lost in rows]
    note(run, [Repaired(where=place, kind="post", ref=own, reason=reason, detail=ref) for place, own, ref, reason in said])


def _tie_ready(cursor: CursorWrapper) -> int:
    """Ties the trees whose parent stands in a tree that awaits nothing; returns how many."""
    cursor.execute(_READY)
    cursor.execute("CREATE INDEX ON ready (post_id)")
    cursor.execute(_TIE_TREES, {"deepest": DEEPEST})
    cursor.execute(_TIE_ROOTS, {"deepest": DEEPEST})
    cursor.execute("DELETE FROM kin USING ready WHERE kin.post_id = ready.post_id")
    tied = int(cursor.rowcount)
    cursor.execute("DROP TABLE ready")
    return tied


def _cut_circle(cursor: CursorWrapper, run: ImportRun) -> bool:
    """Leaves the oldest post of those that still await one another as a root; False when none does."""
    cursor.execute("DELETE FROM kin WHERE post_id = (SELECT min(post_id) FROM kin) RETURNING place, own_ref, ref")
    row = cursor.fetchone()
    if row is None:
        return False
    note(run, [Repaired(where=row[0], kind="post", ref=row[1], reason="cyclic_parents", detail=row[2])])
    return True


def _note_lost_quotes(cursor: CursorWrapper, run: ImportRun) -> None:
    cursor.execute(_LOST_QUOTES, {"run": run.pk})
    lost = [Repaired(where=place, kind="post", ref="", reason="unknown_quote", detail=ref) for place, ref in cursor.fetchall()]
    note(run, lost)


# Posts that await their parent; each is the root of a tree for now.
_KIN = """
CREATE TEMP TABLE kin AS
SELECT w.post_id, w.place, w.ref, own.ref AS own_ref, p.thread_id, a.post_id AS parent_id, parent.thread_id AS parent_thread
FROM conversations_awaitedlink w
JOIN conversations_importrun run ON run.id = w.run_id
JOIN conversations_post p ON p.id = w.post_id AND p.parent_id IS NULL
JOIN conversations_archivedref own ON own.post_id = w.post_id
LEFT JOIN conversations_archivedref a ON a.title_id = run.title_id AND a.ref = w.ref
LEFT JOIN conversations_post parent ON parent.id = a.post_id
WHERE w.run_id = %(run)s AND NOT w.is_quote
"""
_READY = """
CREATE TEMP TABLE ready AS
SELECT k.post_id, k.parent_id, coalesce(p.root_id, p.id) AS root_id, p.depth + 1 AS depth
FROM kin k JOIN conversations_post p ON p.id = k.parent_id
WHERE NOT EXISTS (SELECT 1 FROM kin other WHERE other.post_id = coalesce(p.root_id, p.id))
"""
_TIE_TREES = """
UPDATE conversations_post c SET root_id = r.root_id, depth = least(c.depth + r.depth, %(deepest)s)
FROM ready r WHERE c.root_id = r.post_id
"""
_TIE_ROOTS = """
UPDATE conversations_post p SET parent_id = r.parent_id, root_id = r.root_id, depth = least(r.depth, %(deepest)s)
FROM ready r WHERE p.id = r.post_id
"""
_QUOTES = """
UPDATE conversations_post p SET quoted_id = a.post_id
FROM conversations_awaitedlink w JOIN conversations_importrun run ON run.id = w.run_id
JOIN conversations_archivedref a ON a.title_id = run.title_id AND a.ref = w.ref
WHERE w.run_id = %(run)s AND w.is_quote AND p.id = w.post_id
"""
_LOST_QUOTES = """
SELECT w.place, w.ref FROM conversations_awaitedlink w JOIN conversations_importrun run ON run.id = w.run_id
WHERE w.run_id = %(run)s AND w.is_quote
    AND NOT EXISTS (SELECT 1 FROM conversations_archivedref a WHERE a.title_id = run.title_id AND a.ref = w.ref)
ORDER BY w.id
"""
