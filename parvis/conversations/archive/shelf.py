"""A shelf on disk for archives whose records must be joined before they can be read in order; gone when the reading ends.

A SQLite file of the archive's own tables, text in every column: memory stays constant, the disk takes about the archive's size.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal

AT_ONCE = 2_000
# What an archive may unfold into: beyond, it is a bomb rather than a forum.
MOST_BYTES = 400 << 30


class Shelf:
    """Tables of text. `columns` names those of each; every table has a `place` too. Used as a context manager."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="parvis-import-")
        self._kept = sqlite3.connect(Path(self._folder.name) / "shelf.db", isolation_level=None)
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("PRAGMA synchronous = OFF")
        self._kept.execute(f"PRAGMA max_page_count = {MOST_BYTES // 4096}")
        self._statements, self._waiting = {}, dict[str, list[tuple[Any, ...]]]()
        for table, names in columns.items():
            self._kept.execute(f"CREATE TABLE {table} (place, {', '.join(names)})")
            marks = ", ".join("?" * (len(names) + 1))
            self._statements[table] = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608  # names of our own list
            self._waiting[table] = []
        self._kept.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._kept.close()
        self._folder.cleanup()

    def put(self, table: str, place: str, row: Sequence[Any]) -> None:
        """Keeps one row, its values in the order of the table's columns. Refusal when the disk is full."""
        waiting = self._waiting[table]
        waiting.append((place, *row))
        if len(waiting) >= AT_ONCE:
            self._write(table)

    def settle(self, *indexes: str) -> None:
        """Ends the writing; `indexes` are of the form `table (column, …)`."""
        for table in self._waiting:
            self._write(table)
        for number, index in enumerate(indexes):
            self._kept.execute(f"CREATE INDEX by_{number} ON {index}")
        self._kept.execute("COMMIT")

    def rows(self, asked: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """What a SELECT gives, row by row."""
        yield from self._kept.execute(asked, values)

    def one(self, asked: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a SELECT."""
        row: tuple[Any, ...] | None = self._kept.execute(asked, values).fetchone()
        return row

    def _write(self, table: str) -> None:
        try:
            self._kept.executemany(self._statements[table], self._waiting[table])
        except sqlite3.OperationalError as error:
            raise Refusal("no_room", 507, _("There is no room to unfold this archive: %(why)s") % {"why": error}) from error
        self._waiting[table].clear()
