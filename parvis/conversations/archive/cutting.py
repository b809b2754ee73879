"""Cuts one huge JSON document into the objects of its lists, so that each is decoded alone: memory stays constant.

Takes `[{…}, {…}]` and `{"comments": [{…}], "users": [{…}]}`, on one line or indented. Damage inside an object is that object's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import Found, Untaken

# A whole string, or one cut short by the end of what was read; possessive, so that nothing is ever tried twice.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
LONGEST_OBJECT = 1 << 24
OPENS, CLOSES = (b"{", b"["), (b"}", b"]")


@dataclass(frozen=True, slots=True)
class Cut:
    """One object as it stands in the file, the list it is in (empty for a document that is itself a list), its number there."""

    within: str
    number: int
    written: bytes

    @property
    def place(self) -> str:
        """Where it stands, as a report says it."""
        return f"{self.within or 'record'} {self.number}"


class JsonCutter:
    """The objects of the lists of one document, in order; what was passed over is in `found` at the end."""

    def __init__(self, stream: CleanBytes) -> None:
        self.found: list[Found] = []
        self._stream, self._pieces = stream, stream.pieces()
        self._buffer, self._position = b"", 0
        self._depth, self._start, self._is_over = 0, -1, False
        self._list_depth, self._within, self._key, self._number = 0, "", "", 0

    def cuts(self) -> Iterator[Cut]:
        """Every object that stands directly in a list of the document."""
        while True:
            token = TOKEN.search(self._buffer, self._position)
            is_cut = token is not None and token.end() == len(self._buffer) and not self._is_over
            if token is None or (is_cut and token[0][:1] == b'"'):
                if not self._more(token.start() if token else len(self._buffer)):
                    break
                continue
            self._position = token.end()
            cut = self._at(token)
            if cut:
                yield cut
        self._say_what_is_missing()

    def _at(self, token: re.Match[bytes]) -> Cut | None:
        said = token[0]
        if said[:1] == b'"':
            if self._depth == 1 and not self._list_depth:
                self._key = said.strip(b'"').decode("utf-8", "replace")[:60]
            return None
        if said in OPENS:
            self._opened(said, token.start())
            return None
        self._depth = max(0, self._depth - 1)
        if self._list_depth and self._depth < self._list_depth:
            self._list_depth = 0
        if self._start >= 0 and self._depth == self._list_depth:
            written, self._start = self._buffer[self._start : token.end()], -1
            return Cut(self._within, self._number, written)
        return None

    def _opened(self, said: bytes, at: int) -> None:
        self._depth += 1
        if not self._list_depth and said == b"[" and self._depth <= 2:
            self._list_depth, self._within, self._number = self._depth, self._key if self._depth == 2 else "", 0
        elif self._list_depth and self._depth == self._list_depth + 1 and self._start < 0 and said == b"{":
            self._start = at
            self._number += 1

    def _more(self, waiting: int) -> bool:
        """Reads on, keeping the object under way; False at the end."""
        kept = self._start if self._start >= 0 else waiting
        if self._start >= 0 and len(self._buffer) - self._start > LONGEST_OBJECT:
            self._pass_over()
            kept = waiting
        elif len(self._buffer) - kept > LONGEST_OBJECT:
            kept = len(self._buffer)
        piece = next(self._pieces, b"")
        if not piece:
            was_over, self._is_over = self._is_over, True
            return not was_over and waiting < len(self._buffer)
        self._buffer = self._buffer[kept:] + piece
        self._position = max(0, waiting - kept)
        self._start = self._start - kept if self._start >= 0 else -1
        return True

    def _pass_over(self) -> None:
        place = f"{self._within or 'record'} {self._number}"
        self.found.append((place, _lost(place, "an object is longer than 16 MB: passed over")))
        self._start = -1

    def _say_what_is_missing(self) -> None:
        self.found.extend(self._stream.found)
        if self._start >= 0:
            place = f"{self._within or 'record'} {self._number}"
            self.found.append((place, _lost(place, f"the file ends in the middle of this record: {self._shown()}")))
        elif self._depth:
            self.found.append(("end", _lost("end", "the file ends before it should")))

    def _shown(self) -> str:
        return self._buffer[self._start : self._start + 120].decode("utf-8", "replace")


def _lost(place: str, detail: str) -> Untaken:
    return Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=detail)
