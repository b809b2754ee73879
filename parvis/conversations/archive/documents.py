"""The objects of a file of a database's export: one a line, or the items of one list, whichever it is."""

from collections.abc import Iterator
from pathlib import Path

from parvis.conversations.archive.bundles import Piece
from parvis.conversations.archive.cutting import JsonCutter
from parvis.conversations.archive.opening import CleanBytes, head
from parvis.conversations.archive.records import Place, Repaired, Untaken
from parvis.conversations.archive.saying import Said, said_by

Told = tuple[Place, Said | Untaken | Repaired]


class Documents:
    """The objects of one file, each with its place; what is none, or is damaged, is told in its turn."""

    def __init__(self, given: Piece | Path) -> None:
        self._name = given.name if isinstance(given, Piece) else ""
        self._is_list = head(given, 4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        self._stream = CleanBytes(given)

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Told]:
        for place, written in self._cut() if self._is_list else self._lines():
            said = said_by(written)
            where = f"{self._name} {place}".strip()[:60]
            if isinstance(said, Said):
                yield where, said
            else:
                detail = f"{said}: {written[:200].decode(errors='replace')}"
                yield where, Untaken(where=where, kind="line", ref="", reason="unreadable", detail=detail)
        for _place, told in self._stream.found:
            if isinstance(told, Untaken | Repaired):
                yield told.where, told

    def _lines(self) -> Iterator[tuple[Place, bytes]]:
        for number, line in enumerate(self._stream.lines(), start=1):
            if line and not line.isspace():
                yield f"line {number}", line

    def _cut(self) -> Iterator[tuple[Place, bytes]]:
        cutter = JsonCutter(self._stream)
        for cut in cutter.cuts():
            yield cut.place, cut.written
        # What the cutter lost is told with what the stream lost, once.
        self._stream.found = cutter.found
