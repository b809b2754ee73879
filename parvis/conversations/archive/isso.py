"""Reads the SQLite database of Isso, through a read-only connection that trusts nothing of its schema.

Source of the form: Isso 0.14, `isso/db/comments.py` (modes: 1 valid, 2 pending, 4 deleted but answered).
"""

import gzip
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from parvis.conversations.archive.dates import date_of_seconds
from parvis.conversations.archive.opening import FORBIDDEN, GZIP
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Standing, Untaken

STANDINGS: dict[int, Standing] = {1: "published", 2: "held", 4: "withdrawn"}
# Remote addresses and voters' fingerprints are in the table too: they are not read.
COLUMNS = ("id", "tid", "parent", "created", "modified", "mode", "text", "author", "email", "likes", "dislikes")
MISSING_BEFORE = {"likes": "0", "dislikes": "0", "modified": "NULL", "email": "NULL"}


class IssoArchive:
    """An Isso database, gzip or not; its threads, then its comments, oldest first."""

    def __init__(self, path: Path) -> None:
        self._path, self._authors = path, Authors()
        self._rows, self._done = 0, 0

    @property
    def fraction(self) -> float:
        """How much of the table was read, between 0 and 1."""
        return self._done / self._rows if self._rows else 0.0

    def __iter__(self) -> Iterator[Found]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                with closing(_opened(_decompressed(self._path, Path(folder)))) as connection:
                    yield from self._threads(connection)
                    yield from self._comments(connection)
            except (sqlite3.DatabaseError, EOFError, zlib.error) as error:
                place = f"row {self._done}"
                yield place, Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=str(error))

    def _threads(self, connection: sqlite3.Connection) -> Iterator[Found]:
        for number, uri, headline in connection.execute("SELECT id, uri, title FROM threads ORDER BY id"):
            place = f"threads {number}"
            if not uri:
                yield place, Untaken(where=place, kind="article", ref=str(number), reason="no_address")
                continue
            yield place, ArchivedArticle(ref=str(number), address=str(uri), headline=str(headline or ""))

    def _comments(self, connection: sqlite3.Connection) -> Iterator[Found]:
        self._rows = connection.execute("SELECT count(*) FROM comments").fetchone()[0]
        has = {row[1] for row in connection.execute("PRAGMA table_info(comments)")}
        columns = ", ".join(name if name in has else MISSING_BEFORE.get(name, name) for name in COLUMNS)
        for row in connection.execute(f"SELECT {columns} FROM comments ORDER BY id"):  # noqa: S608  # names of our own list
            self._done += 1
            yield from self._comment(*row)

    def _comment(
        self, number: int, thread: object, parent: object, created: object, modified: object, mode: int,
        text: object, name: object, mail: object, likes: object, dislikes: object,
    ) -> Iterator[Found]:  # fmt: skip
        place, at = f"comments {number}", date_of_seconds(created)
        standing = STANDINGS.get(mode)
        if at is None or thread is None or standing is None:
            reason = "no_date" if at is None else "unknown_article" if thread is None else "unreadable"
            yield (
                place,
                Untaken(where=place, kind="post", ref=str(number), reason=reason, detail=f"mode {mode}: {str(text)[:200]}"),
            )
            return
        author = _author_of(str(name or "").strip(), str(mail or "").strip())
        if author and self._authors.is_new(author):
            yield place, author
        yield (
            place,
            ArchivedPost(
                ref=str(number),
                article=str(thread),
                parent=str(parent) if parent else None,
                author=author.ref if author else None,
                at=at,
                text=str(text or "").strip(),
                format="markup",
                standing=standing,
                edited_at=date_of_seconds(modified) if modified and standing != "withdrawn" else None,
                reactions={
                    kind: int(count)
                    for kind, count in (("like", likes), ("dislike", dislikes))
                    if isinstance(count, int) and count > 0
                },
            ),
        )


def _author_of(name: str, mail: str) -> ArchivedMember | None:
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None


def _decompressed(path: Path, folder: Path) -> Path:
    with path.open("rb") as raw:
        if raw.read(2) != GZIP:
            return path
    target = folder / "isso.db"
    with gzip.open(path) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return target


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda given: FORBIDDEN.sub("", given.decode("utf-8", "windows_1252"))
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
