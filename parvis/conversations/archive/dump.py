"""Exports a title's discussions as JSON lines, in constant memory, in an order that depends only on what they say.

Exported, imported into an empty title and exported again, they give the same bytes: refs are kept for ever (ArchivedRef),
and each kind of record is ordered by addresses, dates and refs, never by our identifiers.
"""

import gzip
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import msgspec
from django.db import connection, transaction

from parvis.conversations.archive.jsonlines import line_of
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPicture,
    ArchivedPost,
    ArchivedReaction,
    ArchivedRevision,
    ArchivedSpace,
    ArchivedThread,
    ArchivedTitle,
    Taken,
)
from parvis.conversations.pictures import read
from parvis.kit.refusals import Refusal
from parvis.members.bulk import MAIL_ISSUER, name_members
from parvis.publishers.models import Title

CHUNK = 2_000


def export_title(
    *, title: Title, path: Path, with_mail: bool = False, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Writes the title's articles, spaces, threads of their own, members and posts to `path` (compressed when it ends in .gz);
    returns how many of each.

    `progress` is told posts written and posts in all. Mails are only written `with_mail`, and only those of accounts here.
    Nothing is left at `path` unless the whole is.
    """
    _name_everything(title)
    told = progress or (lambda _written, _all: None)
    counts = {"article": 0, "space": 0, "thread": 0, "member": 0, "post": 0}
    with _written_whole(path) as file, transaction.atomic():
        # One snapshot for the whole file: what is written meanwhile is for the next export.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" if _is_outermost() else "SELECT 1")
            cursor.execute(_COUNT, [title.pk])
            total = int(cursor.fetchone()[0])
        file.write(line_of(ArchivedTitle(key=title.key, name=title.name, language=title.language)))
        for record in _records(title, with_mail=with_mail):
            file.write(line_of(record))
            counts[type(record).__struct_config__.tag] += 1  # type: ignore[index]  # every record has a word for tag
            if counts["post"] % CHUNK == 0:
                told(counts["post"], total)
    told(total, total)
    return counts


def _is_outermost() -> bool:
    return len(connection.savepoint_ids) == 0


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as raw:
            if path.suffix == ".gz":
                # No name nor date inside: the same archive is the same file.
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=6) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield raw
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@transaction.atomic
def _name_everything(title: Title) -> None:
    """Gives a lasting ref to posts, threads of their own and members that came in by no archive."""
    prefix = secrets.token_hex(4)
    with connection.cursor() as cursor:
        cursor.execute(_NAME_POSTS, {"title": title.pk, "prefix": prefix})
        cursor.execute(_NAME_THREADS, {"title": title.pk, "prefix": prefix})
        cursor.execute(_NAMELESS, {"title": title.pk, "mail": MAIL_ISSUER})
        while rows := cursor.fetchmany(CHUNK):
            name_members(group_id=title.group_id, member_ids=[row[0] for row in rows], issuer=prefix)


def _records(title: Title, *, with_mail: bool) -> Iterator[Taken]:
    values = {"title": title.pk, "group": title.group_id, "mail": MAIL_ISSUER, "with_mail": with_mail}
    for row in _rows(_ARTICLES, values):
        yield ArchivedArticle(**row)
    for row in _rows(_SPACES, values):
        yield ArchivedSpace(**row)
    for row in _rows(_THREADS, values):
        yield ArchivedThread(**row)
    for row in _rows(_MEMBERS, values):
        yield ArchivedMember(**row)
    for row in _rows(_POSTS, values):
        yield _post(row)


def _post(row: dict[str, Any]) -> ArchivedPost:
    for kind, decoder in _DECODERS.items():
        row[kind] = decoder.decode(row[kind])
    key, described = row.pop("picture_key"), row.pop("described")
    return ArchivedPost(**row, picture=_picture(key, described) if key else None, format="markup")


def _picture(key: str, described: str) -> ArchivedPicture | None:
    """The large size of a picture; None when its file is gone, which an export does not mend."""
    try:
        return ArchivedPicture(described=described, data=read(key))
    except Refusal:
        return None


def _rows(statement: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows through a cursor of the server, so that none but a chunk is in memory."""
    # Django's own connection, whose parameters are the house's; the server-side cursor is the driver's.
    connection.ensure_connection()
    with connection.connection.cursor(name=f"export_{secrets.token_hex(4)}") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


# jsonb comes as text through Django's connection.
_DECODERS: "dict[str, msgspec.json.Decoder[Any]]" = {
    "badges": msgspec.json.Decoder(list[str]),
    "reactions": msgspec.json.Decoder(dict[str, int]),
    "revisions": msgspec.json.Decoder(list[ArchivedRevision]),
    "reacted": msgspec.json.Decoder(list[ArchivedReaction]),
}
_COUNT = "SELECT count(*) FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id WHERE t.title_id = %s"
_NAME_POSTS = """
INSERT INTO conversations_archivedref (post_id, title_id, ref)
SELECT p.id, %(title)s, %(prefix)s || '/' || p.id FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
WHERE t.title_id = %(title)s AND NOT EXISTS (SELECT 1 FROM conversations_archivedref a WHERE a.post_id = p.id)
ON CONFLICT DO NOTHING
"""
_NAME_THREADS = """
INSERT INTO conversations_importedarticle (title_id, ref, thread_id, first)
SELECT %(title)s, %(prefix)s || '/t' || t.id, t.id, '' FROM conversations_thread t
WHERE t.title_id = %(title)s AND t.article_id IS NULL AND t.first_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM conversations_importedarticle a WHERE a.thread_id = t.id)
ON CONFLICT DO NOTHING
"""
# Those who wrote or reacted in the title.
_PEOPLE = """
people AS (
    SELECT p.author_id AS id, min(p.written_at) AS first_at FROM conversations_post p
    JOIN conversations_thread t ON t.id = p.thread_id WHERE t.title_id = %(title)s GROUP BY 1
    UNION ALL
    SELECT r.member_id, min(r.at) FROM conversations_reaction r JOIN conversations_post p ON p.id = r.post_id
    JOIN conversations_thread t ON t.id = p.thread_id WHERE t.title_id = %(title)s GROUP BY 1
)
"""
_NAMELESS = f"""
WITH {_PEOPLE} SELECT DISTINCT id FROM people WHERE NOT EXISTS (
    SELECT 1 FROM members_identity i WHERE i.member_id = people.id AND i.kind = 'import' AND i.issuer <> %(mail)s)
"""  # noqa: S608  # our own words, like the two below
_NAMED = """
named AS (
    SELECT DISTINCT ON (member_id) member_id, issuer || '/' || subject AS ref FROM members_identity i
    WHERE i.kind = 'import' AND i.issuer <> %(mail)s AND i.member_id IN (SELECT id FROM people) ORDER BY member_id, i.id
)
"""
_ARTICLES = """
SELECT a.address AS ref, a.address, a.headline, a.published_at, coalesce(s.name, '') AS section,
    EXISTS (SELECT 1 FROM conversations_closure c WHERE c.thread_id = t.id AND c.ended_at IS NULL) AS closed
FROM conversations_thread t JOIN publishers_article a ON a.id = t.article_id
LEFT JOIN publishers_section s ON s.id = a.section_id
WHERE t.title_id = %(title)s ORDER BY a.address COLLATE "C"
"""
# The title's own spaces, and of those its group shares, the ones where a thread of the title stands.
_SPACES = """
SELECT s.key, s.name, s.title_id IS NULL AS shared, s.description, s.hue, s.icon, s.opens, s.archived_at
FROM conversations_space s
WHERE s.title_id = %(title)s OR (s.group_id = %(group)s AND s.title_id IS NULL AND EXISTS (
    SELECT 1 FROM conversations_thread t WHERE t.space_id = s.id AND t.title_id = %(title)s))
ORDER BY s.title_id IS NULL, s.position, s.key COLLATE "C"
"""
_OWN_REF = "(SELECT min(x.ref) FROM conversations_importedarticle x WHERE x.thread_id = t.id)"
_THREADS = f"""
SELECT {_OWN_REF} AS ref, t.heading, t.opened_at, coalesce(s.key, '') AS space, coalesce(own.ref, '') AS first,
    (SELECT x.at FROM conversations_threadpin x WHERE x.thread_id = t.id AND x.ended_at IS NULL) AS pinned_at,
    EXISTS (SELECT 1 FROM conversations_closure c WHERE c.thread_id = t.id AND c.ended_at IS NULL) AS closed
FROM conversations_thread t LEFT JOIN conversations_space s ON s.id = t.space_id
LEFT JOIN conversations_archivedref own ON own.post_id = t.first_id
WHERE t.title_id = %(title)s AND t.article_id IS NULL AND t.first_id IS NOT NULL
ORDER BY t.opened_at, {_OWN_REF} COLLATE "C"
"""  # noqa: S608
_MEMBERS = f"""
WITH {_PEOPLE}, {_NAMED}
SELECT named.ref, m.pseudonym AS name, least(m.joined_at, min(people.first_at)) AS joined_at,
    CASE WHEN %(with_mail)s THEN coalesce(min(account.mail), '') ELSE '' END AS mail
FROM people JOIN named ON named.member_id = people.id JOIN members_member m ON m.id = people.id
LEFT JOIN members_account account ON account.id = m.account_id
GROUP BY named.ref, m.pseudonym, m.joined_at ORDER BY named.ref COLLATE "C"
"""  # noqa: S608
_POSTS = f"""
WITH {_PEOPLE}, {_NAMED}
SELECT own.ref, coalesce(article.address, '') AS article, CASE WHEN t.article_id IS NULL THEN {_OWN_REF} ELSE '' END AS thread,
    p.written_at AS at, p.source AS text, p.html, p.language, p.standing, p.edited_at,
    p.badges, p.reactions, parent.ref AS parent, quoted.ref AS quotes, author.ref AS author,
    picture.key AS picture_key, picture.described,
    (SELECT x.at FROM conversations_pin x WHERE x.post_id = p.id AND x.ended_at IS NULL) AS pinned_at,
    (SELECT x.at FROM conversations_selection x WHERE x.post_id = p.id AND x.ended_at IS NULL) AS selected_at,
    coalesce((SELECT jsonb_agg(jsonb_build_object('at', r.written_at, 'text', r.source, 'html', r.html, 'heading', r.heading)
        ORDER BY r.number)
        FROM conversations_revision r WHERE r.post_id = p.id), '[]') AS revisions,
    coalesce((SELECT jsonb_agg(jsonb_build_object('member', w.ref, 'kind', r.kind, 'at', r.at) ORDER BY r.kind, w.ref COLLATE "C")
        FROM conversations_reaction r JOIN named w ON w.member_id = r.member_id WHERE r.post_id = p.id), '[]') AS reacted
FROM conversations_thread t LEFT JOIN publishers_article article ON article.id = t.article_id
JOIN conversations_post p ON p.thread_id = t.id
JOIN conversations_archivedref own ON own.post_id = p.id
JOIN named author ON author.member_id = p.author_id
LEFT JOIN conversations_archivedref parent ON parent.post_id = p.parent_id
LEFT JOIN conversations_archivedref quoted ON quoted.post_id = p.quoted_id
LEFT JOIN conversations_picture picture ON picture.post_id = p.id
WHERE t.title_id = %(title)s AND (t.article_id IS NOT NULL OR t.first_id IS NOT NULL)
ORDER BY (t.article_id IS NULL), article.address COLLATE "C", {_OWN_REF} COLLATE "C", p.written_at, own.ref COLLATE "C"
"""  # noqa: S608
