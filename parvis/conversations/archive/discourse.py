"""Reads Discourse: its own backup (a tar with the database's dump), the dump alone, or its tables as JSON in a folder or zip.

Source of the form: Discourse 2.8 to 3.5, `lib/backup_restore` and the tables of `db/structure` named in WANTED; post types
from `app/models/post.rb`, action types from `PostActionType`, topics under articles from `app/models/topic_embed.rb`.
"""

from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path

from django.utils.text import slugify

from parvis.conversations.archive.bundles import Piece, is_tar, piece_of_tar, pieces_of
from parvis.conversations.archive.cooked import cooked_words
from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.documents import Documents
from parvis.conversations.archive.opening import FORBIDDEN, CleanBytes, head
from parvis.conversations.archive.people import Authors
from parvis.conversations.archive.pgdump import Row, rows_of
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedReaction,
    ArchivedSpace,
    ArchivedThread,
    Found,
    Repaired,
    Standing,
    Untaken,
)
from parvis.conversations.archive.saying import Said
from parvis.conversations.archive.shelf import Shelf
from parvis.kit import clock

WANTED: dict[str, tuple[str, ...]] = {
    "users": ("id", "username", "name", "created_at", "admin", "moderator", "suspended_till", "silenced_till"),
    "user_emails": ("user_id", "email", "primary"),
    "categories": ("id", "name", "parent_category_id", "read_restricted"),
    "topics": (
        "id", "title", "created_at", "category_id", "closed", "archived", "archetype", "deleted_at",
    ),
    "topic_embeds": ("topic_id", "embed_url", "deleted_at"),
    "posts": (
        "id", "user_id", "topic_id", "post_number", "raw", "cooked", "created_at", "reply_to_post_number", "deleted_at",
        "user_deleted", "hidden", "post_type", "like_count", "version", "last_version_at",
    ),
    "post_actions": ("post_id", "user_id", "post_action_type_id", "created_at", "deleted_at"),
    "backup_metadata": ("name", "value"),
}  # fmt: skip
# A dump holds one table after another, by name: posts come before the users who wrote them.
INDEXES = (
    "users (id)", "user_emails (user_id)", "categories (id)", "topic_embeds (topic_id)", "posts (topic_id, post_number)",
    "post_actions (post_id)",
)  # fmt: skip
# Post types: 1 regular, 2 and 3 notices of moderators and of the forum, 4 whisper. Action types: 2 like, others are flags.
REGULAR = "1"
DUMPS = ("dump.sql.gz", "dump.sql")
MOST_REACTIONS = 5_000
LONGEST_HEADING, LONGEST_KEY, LONGEST_NAME = 160, 60, 80


class DiscourseArchive:
    """A forum, its private messages, whispers and system notices left out; edits keep their date, not the words before."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0.0
        self._base = ""

    @property
    def fraction(self) -> float:
        """How much was read, between 0 and 1: unfolding the dump is the first half."""
        return min(1.0, self._read)

    def __iter__(self) -> Iterator[Found]:
        columns = {table: tuple(f'"{name}"' for name in names) for table, names in WANTED.items()}
        with Shelf(columns) as shelf:
            yield from self._unfold(shelf)
            shelf.settle(*INDEXES)
            base = shelf.one("SELECT value FROM backup_metadata WHERE name = 'base_url'")
            self._base = base[0] if base and base[0] else ""
            yield from self._topics(shelf)
            yield from self._users(shelf)
            yield from self._posts(shelf)

    def _unfold(self, shelf: Shelf) -> Iterator[Found]:
        if self._path.is_dir() or head(self._path, 4).startswith(b"PK"):
            yield from self._unfold_tables(shelf)
            return
        piece = dump_of(self._path)
        if piece is None:
            yield "end", Untaken(where="end", kind="file", ref="", reason="damaged_file", detail="the tar holds no dump.sql")
            return
        stream = CleanBytes(piece)
        for row in rows_of(stream, WANTED):
            if isinstance(row, Row):
                shelf.put(row.table, f"line {row.line}", row.values)
            else:
                yield row.where, row
            self._read = stream.fraction / 2
        yield from stream.found

    def _unfold_tables(self, shelf: Shelf) -> Iterator[Found]:
        for piece in pieces_of(self._path):
            names = WANTED.get(piece.stem)
            for place, said in Documents(piece) if names else ():
                if isinstance(said, Said):
                    shelf.put(piece.stem, place, [said.column(name) for name in names or ()])
                else:
                    yield place, said

    def _topics(self, shelf: Shelf) -> Iterator[Found]:
        spaces = Authors()
        for place, ref, title, at, closed, archetype, deleted, restricted, category, space, above, embed, first in shelf.rows(
            _TOPICS
        ):
            opened_at, heading = date_of(at or ""), unescape(title or "")
            if archetype not in (None, "regular") or deleted or _is_yes(restricted):
                detail = FORBIDDEN.sub("", heading)[:200]
                yield place, Untaken(where=place, kind="article", ref=ref, reason="not_public", detail=detail)
            elif embed:
                yield place, ArchivedArticle(
                    ref=ref, address=embed, headline=heading, published_at=opened_at, closed=_is_yes(closed)
                )  # fmt: skip
            elif opened_at is None or first is None:
                reason = "no_date" if opened_at is None else "no_text"
                yield place, Untaken(where=place, kind="article", ref=ref, reason=reason, detail=heading[:200])
            else:
                home = _space_of(category, space, above)
                if spaces.is_new(home):
                    yield place, home
                yield place, ArchivedThread(
                    ref=ref, heading=heading[:LONGEST_HEADING], opened_at=opened_at, space=home.key, first=first,
                    closed=_is_yes(closed),
                )  # fmt: skip

    def _users(self, shelf: Shelf) -> Iterator[Found]:
        now = clock.now()
        for place, ref, username, at, suspended, silenced, mail in shelf.rows(_USERS):
            member = f"user:{ref}"
            yield place, ArchivedMember(ref=member, name=username or "", mail=mail or "", joined_at=date_of(at or ""))
            until = max((date for date in map(date_of, (suspended or "", silenced or "")) if date), default=None)
            if until and until > now:
                detail = f"{username}, until {until.isoformat()}"
                yield place, Repaired(where=place, kind="member", ref=member, reason="banned", detail=detail)

    def _posts(self, shelf: Shelf) -> Iterator[Found]:
        total = (shelf.one("SELECT count(*) FROM posts") or (1,))[0] or 1
        for number, row in enumerate(shelf.rows(_POSTS), start=1):
            yield from self._post(shelf, *row)
            self._read = 0.5 + number / total / 2

    def _post(
        self, shelf: Shelf, place: str, ref: str, author: str | None, topic: str | None, number: str | None, raw: str | None,
        cooked: str | None, at: str | None, deleted: str | None, user_deleted: str | None, hidden: str | None, kind: str | None,
        likes: str | None, version: str | None, versioned: str | None, parent: str | None, staff: str | None, is_embed: int,
    ) -> Iterator[Found]:  # fmt: skip
        written_at = date_of(at or "")
        reason = "no_ref" if not ref else "no_date" if written_at is None else ""
        if kind not in (None, REGULAR) or (is_embed and number == "1"):
            reason = "not_a_post"
        if reason or written_at is None:
            yield place, Untaken(where=place, kind="post", ref=ref or "", reason=reason, detail=(raw or "")[:200])
            return
        words = cooked_words(cooked or "", self._base) if cooked else None
        quoted = words.quotes if words else None
        reacted = _likes(shelf, ref)
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=topic or "" if is_embed else "",
                thread="" if is_embed else topic or "",
                parent=parent,
                quotes=_quoted(shelf, *quoted) if quoted else None,
                author=f"user:{author}" if author else None,
                at=written_at,
                text=raw or "",
                format="markup",
                html=words.html if words else None,
                standing=_standing(deleted, user_deleted, hidden),
                edited_at=date_of(versioned or "") if (version or "1") != "1" else None,
                reactions={} if reacted or not (likes or "").isdigit() or likes == "0" else {"like": int(likes or 0)},
                reacted=reacted,
                badges=["staff"] if _is_yes(staff) else [],
            ),
        )


def dump_of(path: Path) -> Piece | None:
    """The dump of a backup: inside a tar, or the file itself."""
    if is_tar(head(path, 512)):
        return piece_of_tar(path, DUMPS)
    return Piece(path.name, path.stat().st_size, lambda: path.open("rb"))


def _space_of(category: str | None, name: str | None, above: str | None) -> ArchivedSpace:
    """The space of a category, known by its number there: two categories may have one name."""
    said = unescape(" / ".join(filter(None, (above, name)))) or "Discourse"
    key = slugify(said)[: LONGEST_KEY - len(category or "") - 1]
    return ArchivedSpace(key=f"{key or 'forum'}-{category}" if category else "discourse", name=said[:LONGEST_NAME])


def _is_yes(value: str | None) -> bool:
    return str(value).lower() in ("t", "true", "1")


def _standing(deleted: str | None, user_deleted: str | None, hidden: str | None) -> Standing:
    if _is_yes(user_deleted):
        return "withdrawn"
    if deleted:
        return "removed"
    return "hidden" if _is_yes(hidden) else "published"


def _likes(shelf: Shelf, ref: str) -> list[ArchivedReaction]:
    rows = list(shelf.rows(_LIKES, (ref, MOST_REACTIONS + 1)))
    if len(rows) > MOST_REACTIONS:
        return []
    dated = [(who, _dated(at)) for who, at in rows]
    return [ArchivedReaction(member=f"user:{who}", kind="agree", at=at) for who, at in dated if at]


def _dated(at: str | None) -> datetime | None:
    return date_of(at or "")


def _quoted(shelf: Shelf, topic: str, number: str) -> str | None:
    row = shelf.one("SELECT id FROM posts WHERE topic_id = ? AND post_number = ?", (topic, number))
    return str(row[0]) if row else None


_TOPICS = """
SELECT t.place, t.id, t.title, t.created_at, CASE WHEN t.archived IN ('t', 'true') THEN t.archived ELSE t.closed END, t.archetype,
    t.deleted_at, c.read_restricted, c.id, c.name, above.name,
    (SELECT e.embed_url FROM topic_embeds e WHERE e.topic_id = t.id AND coalesce(e.deleted_at, '') IN ('', 'f') LIMIT 1),
    (SELECT p.id FROM posts p WHERE p.topic_id = t.id AND p.post_number = '1' LIMIT 1)
FROM topics t LEFT JOIN categories c ON c.id = t.category_id LEFT JOIN categories above ON above.id = c.parent_category_id
ORDER BY t.rowid
"""
_USERS = """
SELECT u.place, u.id, u.username, u.created_at, u.suspended_till, u.silenced_till,
    (SELECT e.email FROM user_emails e WHERE e.user_id = u.id ORDER BY e."primary" DESC LIMIT 1)
FROM users u ORDER BY u.rowid
"""
_POSTS = """
SELECT p.place, p.id, p.user_id, p.topic_id, p.post_number, p.raw, p.cooked, p.created_at, p.deleted_at, p.user_deleted, p.hidden,
    p.post_type, p.like_count, p.version, p.last_version_at,
    (SELECT q.id FROM posts q WHERE q.topic_id = p.topic_id AND q.post_number = p.reply_to_post_number
        AND NOT (q.post_number = '1' AND EXISTS (SELECT 1 FROM topic_embeds e WHERE e.topic_id = q.topic_id)) LIMIT 1),
    CASE WHEN u.admin IN ('t', 'true', 'True') OR u.moderator IN ('t', 'true', 'True') THEN 't' END,
    EXISTS (SELECT 1 FROM topic_embeds e WHERE e.topic_id = p.topic_id AND coalesce(e.deleted_at, '') IN ('', 'f'))
FROM posts p LEFT JOIN users u ON u.id = p.user_id ORDER BY p.rowid
"""
_LIKES = """
SELECT user_id, min(created_at) FROM post_actions
WHERE post_id = ? AND post_action_type_id = '2' AND coalesce(deleted_at, '') IN ('', 'f')
GROUP BY user_id ORDER BY 2, 1 LIMIT ?
"""
