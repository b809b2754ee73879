"""Reads a table of comments (CSV, TSV and the like) by the mapping somebody wrote for it (mapping.py).

Source of the form: RFC 4180, and what spreadsheets and databases write of it.
"""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from parvis.conversations.archive.mapping import Mapping, mapping_of
from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    Found,
    Place,
    Repaired,
    Standing,
    Untaken,
)
from parvis.kit.refusals import Refusal

# A cell longer than this was never closed: the reader gives it up and goes on at the next line.
LONGEST_CELL = 1 << 20
MOST_ROWS_SHOWN = 12


class TableArchive:
    """The rows of a table, each a comment with its page and its author."""

    def __init__(self, path: Path, mapping: Path) -> None:
        self._mapping = mapping_of(mapping)
        self._stream = CleanBytes(path, self._mapping.encoding)
        self._articles, self._authors = Authors(), Authors()

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Found]:
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(self._lines(), delimiter=self._mapping.delimiter, quotechar=self._mapping.quote)
        at: dict[str, int] | None = None
        while True:
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                yield f"line {first}", Untaken(where=f"line {first}", kind="line", ref="", reason="unreadable", detail=str(error))
                continue
            if at is None:
                at = columns_at(self._mapping, cells)
            elif any(cell.strip() for cell in cells):
                yield from self._row(f"line {first}", _Row(self._mapping, at, cells))
        yield from self._stream.found

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(self._stream.lines()):
            text = line.decode("utf-8", "replace")
            yield (text.lstrip("\ufeff") if number == 0 else text) + "\n"

    def _row(self, place: Place, row: "_Row") -> Iterator[Found]:
        at, address = row.mapping.date(row["at"]), row.something("address")
        ref = row.something("ref") or row.drawn_ref()
        if at is None or not address:
            reason = "no_address" if at is not None else "no_date"
            detail = row["at"][:100] if reason == "no_date" else row["text"][:200]
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason, detail=detail)
            return
        article = row.article(address)
        if self._articles.is_new(article):
            yield place, article
        author = row.author()
        if author and self._authors.is_new(author):
            yield place, author
        standing, is_known = row.standing()
        if not is_known:
            yield place, Repaired(where=place, kind="post", ref=ref, reason="unknown_standing", detail=row["standing"][:100])
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=article.ref,
                parent=row.something("parent") or None,
                author=author.ref if author else None,
                at=at,
                text=row.words(),
                format=row.mapping.format,
                standing=standing,
                edited_at=row.mapping.date(row["edited_at"]),
                pinned_at=row.mapping.date(row["pinned_at"]),
                selected_at=row.mapping.date(row["selected_at"]),
                reactions=row.votes(),
            ),
        )


class _Row:
    """One row, its cells by our names."""

    def __init__(self, mapping: Mapping, at: dict[str, int], cells: list[str]) -> None:
        self.mapping, self._at, self._cells = mapping, at, cells

    def __getitem__(self, name: str) -> str:
        position = self._at.get(name, -1)
        return self._cells[position].strip() if 0 <= position < len(self._cells) else ""

    def something(self, name: str) -> str:
        """The cell, empty when it holds what the mapping calls nothing."""
        return "" if self[name] in self.mapping.nothing else self[name]

    def drawn_ref(self) -> str:
        """A ref for a row without one, the same for the same author, date and words."""
        said = "\x1f".join((self["address"], self["at"], self["author"] or self["mail"] or self["name"], self["text"]))
        return f"row:{hashlib.sha256(said.encode()).hexdigest()[:24]}"

    def article(self, address: str) -> ArchivedArticle:
        """The page of this row."""
        return ArchivedArticle(
            ref=self.something("article") or address,
            address=address,
            headline=self["headline"],
            section=self["section"],
            published_at=self.mapping.date(self["published_at"]),
        )

    def author(self) -> ArchivedMember | None:
        """Who wrote it: by their identifier, else their mail, else their name; None when none is said."""
        ref, name, mail = self.something("author"), self.something("name"), self.something("mail")
        if ref:
            return ArchivedMember(ref=f"user:{ref}", name=name or ref, mail=mail)
        return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name or mail else None

    def standing(self) -> tuple[Standing, bool]:
        """The standing, and whether the mapping knows the state that is written."""
        if "standing" not in self._at:
            return "published", True
        known = self.mapping.standings.get(self["standing"])
        return (known, True) if known else (self.mapping.otherwise, False)

    def words(self) -> str:
        """What was written, its line breaks as they were."""
        text = self["text"]
        return text.replace(self.mapping.line_breaks, "\n") if self.mapping.line_breaks else text

    def votes(self) -> dict[str, int]:
        """Totals of likes and dislikes."""
        counted = ((kind, self[f"{kind}s"]) for kind in ("like", "dislike"))
        return {kind: int(said) for kind, said in counted if said.isascii() and said.isdigit() and int(said[:18]) > 0}


def columns_at(mapping: Mapping, headers: list[str]) -> dict[str, int]:
    """Where each of our columns stands. Refusal naming the headers that are not there, and those that are."""
    names = [header.strip() for header in headers]
    wanted = {ours: getattr(mapping.columns, ours) for ours in mapping.columns.__struct_fields__}
    missing = sorted(theirs for theirs in wanted.values() if theirs and theirs not in names)
    if missing:
        words = _("Line 1 of the table has no column %(missing)s. It has: %(there)s.")
        said = {"missing": ", ".join(missing), "there": ", ".join(names[:MOST_ROWS_SHOWN]) or "nothing"}
        raise Refusal("bad_columns", 422, words % said)
    return {ours: names.index(theirs) for ours, theirs in wanted.items() if theirs}
