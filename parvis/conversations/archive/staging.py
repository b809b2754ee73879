"""Writes a batch of prepared posts: COPY into a temporary table, then a few set-based statements, all in one transaction.

Measured on two cores: about 150 µs a post, most of it the indexes of the posts' table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.conversations.archive.preparing import COLUMNS
from parvis.conversations.archive.records import Repaired, Untaken
from parvis.conversations.archive.runs import note
from parvis.conversations.archived import ImportRun
from parvis.conversations.worth import EPOCH, HALF_LIFE_DAYS
from parvis.members.bulk import ERASED, erased_salt, has_erased
from parvis.moderation.bulk import Imported, take_imported
from parvis.publishers.models import Title

# Depth is a small integer: beyond, a branch goes on at the same depth.
DEEPEST = 32_000
# COPY raises the driver’s own errors, other statements raise Django’s.
REFUSED = (DataError, IntegrityError, psycopg.DataError, psycopg.IntegrityError)


@dataclass(slots=True)
class Written:
    """What became of the posts of a batch."""

    posts: int = 0
    already: int = 0
    held: int = 0
    standings: dict[str, int] = field(default_factory=dict)


def open_staging() -> None:
    """Makes the temporary tables of this connection; they are emptied at each commit."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS staged ({columns}) ON COMMIT DELETE ROWS")
        cursor.execute(_PLACED)
        cursor.execute("CREATE INDEX IF NOT EXISTS placed_parent ON placed (parent)")
        cursor.execute("CREATE INDEX IF NOT EXISTS placed_ref ON placed (ref)")
        # Words wait in a list and are sorted into their index many at a time: half the time of one post after the other.
        cursor.execute("SET gin_pending_list_limit = '64MB'")


def write_posts(run: ImportRun, title: Title, nobody: Callable[[], int], rows: bytes) -> Written:
    """Writes prepared rows in the caller's transaction; `nobody` gives the member for posts without a known author.

    A row the database refuses is found by halving, and noted; the others are written.
    """
    try:
        with transaction.atomic():
            return _write(run, title, nobody, rows)
    except REFUSED as error:
        lines = rows.splitlines(keepends=True) if b"\n" in rows else []
        if len(lines) < 2:
            place, ref = (lines[0].decode().split("\t")[1:3]) if lines else ("", "")
            note(run, [Untaken(where=place, kind="post", ref=ref, reason="unwritable", detail=str(error)[:300])])
            return Written()
        halves = (b"".join(lines[: len(lines) // 2]), b"".join(lines[len(lines) // 2 :]))
        return _sum(*(write_posts(run, title, nobody, half) for half in halves))


def _write(run: ImportRun, title: Title, nobody: Callable[[], int], rows: bytes) -> Written:
    values = {"run": run.pk, "title": title.pk, "group": title.group_id, "deepest": DEEPEST}
    written = Written()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM staged")
        cursor.execute("DELETE FROM placed")
        with cursor.copy(f"COPY staged ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            copy.write(rows)
        cursor.execute("ANALYZE staged")
        if has_erased(title.group_id):
            cursor.execute(_SEAL_ERASED, {"group": title.group_id, "salt": erased_salt(), "erased": ERASED})
        cursor.execute(_PLACE, values)
        cursor.execute("ANALYZE placed")
        _name_nobody(cursor, nobody)
        written.already = _leave_out(cursor, run, values)
        cursor.execute(_LINK, values)
        cursor.execute(_INSERT_POSTS, values)
        written.posts = cursor.rowcount
        for statement in (_INSERT_ENTRIES, _INSERT_REFS, _AWAIT_PARENTS, _AWAIT_QUOTES):
            cursor.execute(statement, values)
        cursor.execute("SELECT s.standing, count(*) FROM placed p JOIN staged s USING (n) WHERE p.fate = '' GROUP BY 1")
        written.standings = dict(cursor.fetchall())
        written.held = _tell_the_desk(cursor, title, written.standings)
        _write_details(cursor, values)
    return written


def _name_nobody(cursor: CursorWrapper, nobody: Callable[[], int]) -> None:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM placed WHERE fate = '' AND author_id IS NULL)")
    if cursor.fetchone()[0]:
        cursor.execute("UPDATE placed SET author_id = %s WHERE author_id IS NULL", [nobody()])


def _leave_out(cursor: CursorWrapper, run: ImportRun, values: dict[str, int]) -> int:
    cursor.execute(_NOTES, values)
    rows = cursor.fetchall()
    lost = [Untaken(where=place, kind="post", ref=ref, reason=fate, detail=detail) for place, ref, fate, detail in rows]
    note(run, [one for one in lost if one.reason != "unknown_author"])
    repaired = [one for one in lost if one.reason == "unknown_author"]
    note(run, [Repaired(where=one.where, kind="post", ref=one.ref, reason=one.reason, detail=one.detail) for one in repaired])
    cursor.execute("SELECT count(*) FROM placed WHERE fate = 'already'")
    return int(cursor.fetchone()[0])


def _tell_the_desk(cursor: CursorWrapper, title: Title, standings: dict[str, int]) -> int:
    if not standings.keys() - {"published"}:
        return 0
    cursor.execute(_NOT_PUBLISHED)
    return take_imported(title=title, imported=[Imported(*row) for row in cursor.fetchall()])


def _write_details(cursor: CursorWrapper, values: dict[str, int]) -> None:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM staged WHERE details IS NOT NULL)")
    if cursor.fetchone()[0]:
        for statement in (_INSERT_REVISIONS, _INSERT_REACTIONS, _INSERT_PINS, _INSERT_SELECTIONS):
            cursor.execute(statement, values)


def _sum(one: Written, other: Written) -> Written:
    kinds = one.standings.keys() | other.standings.keys()
    standings = {kind: one.standings.get(kind, 0) + other.standings.get(kind, 0) for kind in kinds}
    return Written(one.posts + other.posts, one.already + other.already, one.held + other.held, standings)


# What becomes of each staged row: `fate` is empty for a post to write, else why not. `parent_id` is a parent already there.
_PLACED = """
CREATE TEMP TABLE IF NOT EXISTS placed (
    n bigint PRIMARY KEY, id bigint, ref text, parent text, fate text, thread_id bigint, section_id bigint, author_id bigint,
    is_unknown boolean, parent_id bigint, root_id bigint, depth integer
) ON COMMIT DELETE ROWS
"""
# An author who was erased since is known again by the seal of their name, as members/bulk.py makes it.
_SEAL_ERASED = """
UPDATE staged s SET subject = i.subject FROM members_identity i
WHERE i.group_id = %(group)s AND i.kind = 'import' AND i.issuer = s.issuer
    AND i.subject = %(erased)s || encode(sha256(convert_to(%(salt)s || s.issuer || '/' || s.subject, 'UTF8')), 'hex')
"""
_PLACE = """
INSERT INTO placed
SELECT s.n, CASE WHEN s.fate = '' THEN nextval(pg_get_serial_sequence('conversations_post', 'id')) END, s.ref, s.parent, s.fate,
    s.thread_id, s.section_id, s.member_id, s.member_id IS NULL AND s.subject IS NOT NULL,
    kin.id, CASE WHEN kin.id IS NOT NULL THEN coalesce(kin.root_id, kin.id) END, kin.depth + 1
FROM (
    SELECT s.n, s.ref, s.parent, s.subject, a.thread_id, t.section_id, i.member_id, CASE
        WHEN row_number() OVER (PARTITION BY s.ref ORDER BY s.n) > 1 OR known.run_id = %(run)s THEN 'same_ref'
        WHEN known.post_id IS NOT NULL THEN 'already'
        WHEN starts_with(i.subject, 'erased:') THEN 'erased_author'
        WHEN a.thread_id IS NOT NULL THEN ''
        WHEN EXISTS (
            SELECT 1 FROM conversations_importnote x WHERE x.run_id = %(run)s AND x.kind = 'article' AND x.ref = s.article
        ) THEN 'article_untaken'
        ELSE 'unknown_article' END AS fate
    FROM staged s
    LEFT JOIN conversations_archivedref known ON known.title_id = %(title)s AND known.ref = s.ref
    LEFT JOIN conversations_importedarticle a ON a.title_id = %(title)s AND a.ref = s.article
    LEFT JOIN conversations_thread t ON t.id = a.thread_id
    LEFT JOIN members_identity i
        ON i.group_id = %(group)s AND i.kind = 'import' AND i.issuer = s.issuer AND i.subject = s.subject
) s
LEFT JOIN conversations_archivedref kinref ON kinref.title_id = %(title)s AND kinref.ref = s.parent
LEFT JOIN conversations_post kin ON kin.id = kinref.post_id AND kin.thread_id = s.thread_id
ORDER BY s.n
"""
_NOTES = """
SELECT s.place, s.ref, CASE WHEN p.fate = '' THEN 'unknown_author' ELSE p.fate END,
    CASE p.fate WHEN '' THEN s.issuer || '/' || s.subject WHEN 'same_ref' THEN left(s.words, 200) ELSE s.article END
FROM placed p JOIN staged s USING (n) WHERE (p.fate = '' AND p.is_unknown) OR p.fate NOT IN ('', 'already') ORDER BY n
"""
# From each post whose parent is known or not needed, down to its answers of the same batch and thread. Circles are not reached.
_LINK = """
WITH RECURSIVE tree AS (
    SELECT n, id, ref, thread_id, parent_id, root_id, coalesce(depth, 0) AS depth FROM placed p
    WHERE fate = '' AND (parent IS NULL OR parent_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM placed q WHERE q.ref = p.parent AND q.thread_id = p.thread_id AND q.fate = ''))
    UNION ALL
    SELECT c.n, c.id, c.ref, c.thread_id, t.id, coalesce(t.root_id, t.id), t.depth + 1
    FROM tree t JOIN placed c ON c.parent = t.ref AND c.thread_id = t.thread_id AND c.fate = '' AND c.parent_id IS NULL
)
UPDATE placed p SET parent_id = tree.parent_id, root_id = tree.root_id, depth = least(tree.depth, %(deepest)s)
FROM tree WHERE tree.n = p.n
"""
# worth_of(0, written_at) of worth.py: the freshness alone, until the settled posts are weighed.
_FRESH = f"round(1000 * (extract(epoch FROM s.written_at) - {EPOCH}) / 86400 / {HALF_LIFE_DAYS})"
_INSERT_POSTS = f"""
INSERT INTO conversations_post (id, standing, thread_id, parent_id, root_id, depth, author_id, badges, source, html, text,
    language, revision, replies, reactions, reacted, worth, written_at, edited_at, key)
SELECT p.id, s.standing, p.thread_id, p.parent_id, p.root_id, coalesce(p.depth, 0), p.author_id, s.badges, s.source, s.html,
    s.words, s.language, s.revision, 0, s.reactions, s.reacted, {_FRESH}, s.written_at, s.edited_at, ''
FROM placed p JOIN staged s USING (n) WHERE p.fate = '' ORDER BY n
"""  # noqa: S608  # our own words
_INSERT_ENTRIES = """
INSERT INTO conversations_searchentry (post_id, title_id, written_at, words)
SELECT p.id, %(title)s, s.written_at, to_tsvector(s.dictionary::regconfig, s.searched)
    || array_to_tsvector(ARRAY['@t' || %(title)s, '@l' || s.tongue, '@s' || s.standing])
FROM placed p JOIN staged s USING (n) WHERE p.fate = '' ORDER BY n
"""
_INSERT_REFS = """
INSERT INTO conversations_archivedref (post_id, title_id, ref, run_id)
SELECT id, %(title)s, ref, %(run)s FROM placed WHERE fate = '' ORDER BY n
"""
_AWAIT_PARENTS = """
INSERT INTO conversations_awaitedlink (run_id, post_id, is_quote, place, ref)
SELECT %(run)s, p.id, false, s.place, s.parent FROM placed p JOIN staged s USING (n)
WHERE p.fate = '' AND s.parent IS NOT NULL AND p.parent_id IS NULL
"""
_AWAIT_QUOTES = """
INSERT INTO conversations_awaitedlink (run_id, post_id, is_quote, place, ref)
SELECT %(run)s, p.id, true, s.place, s.quotes FROM placed p JOIN staged s USING (n) WHERE p.fate = '' AND s.quotes IS NOT NULL
"""
_NOT_PUBLISHED = """
SELECT 'post:' || p.id, s.standing, p.author_id, p.section_id, s.words FROM placed p JOIN staged s USING (n)
WHERE p.fate = '' AND s.standing <> 'published' ORDER BY n
"""
_INSERT_REVISIONS = """
INSERT INTO conversations_revision (post_id, number, source, html, text, heading, written_at)
SELECT p.id, r.number, r.of ->> 'source', r.of ->> 'html', r.of ->> 'words', coalesce(r.of ->> 'heading', ''),
    (r.of ->> 'at')::timestamptz
FROM placed p JOIN staged s USING (n), jsonb_array_elements(s.details -> 'revisions') WITH ORDINALITY AS r(of, number)
WHERE p.fate = '' AND s.details IS NOT NULL
"""
_INSERT_REACTIONS = """
INSERT INTO conversations_reaction (post_id, member_id, kind, at)
SELECT p.id, i.member_id, r ->> 'kind', (r ->> 'at')::timestamptz
FROM placed p JOIN staged s USING (n), jsonb_array_elements(s.details -> 'reacted') AS r
JOIN members_identity i ON i.group_id = %(group)s AND i.kind = 'import'
    AND i.issuer = split_part(r ->> 'member', '/', 1) AND i.subject = substr(r ->> 'member', strpos(r ->> 'member', '/') + 1)
WHERE p.fate = '' AND s.details IS NOT NULL ON CONFLICT DO NOTHING
"""
_INSERT_PINS = """
INSERT INTO conversations_pin (post_id, thread_id, at)
SELECT p.id, p.thread_id, (s.details ->> 'pinned_at')::timestamptz FROM placed p JOIN staged s USING (n)
WHERE p.fate = '' AND s.details ->> 'pinned_at' IS NOT NULL
"""
_INSERT_SELECTIONS = _INSERT_PINS.replace("conversations_pin", "conversations_selection").replace("pinned_at", "selected_at")
