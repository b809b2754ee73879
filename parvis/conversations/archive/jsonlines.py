"""Our own form, one JSON object a line: what `parvis export` writes, and what anybody may write to be imported.

docs/archive-format.md describes it field by field; a test holds the two together.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import Found, Taken, Untaken

DECODER: "msgspec.json.Decoder[Taken]" = msgspec.json.Decoder(Taken)
ENCODER = msgspec.json.Encoder(order="deterministic")


def line_of(record: Taken) -> bytes:
    """One record as its line, end included. The same record always gives the same bytes."""
    return ENCODER.encode(record) + b"\n"


class JsonLinesArchive:
    """A JSON-lines archive, gzip or not. Empty lines are passed; any other line is a record, or is told."""

    def __init__(self, path: Path) -> None:
        self._stream = CleanBytes(path)

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Found]:
        for number, line in enumerate(self._stream.lines(), start=1):
            if line and not line.isspace():
                place = f"line {number}"
                yield place, _record_of(place, line)
        yield from self._stream.found
        self._stream.close()


def _record_of(place: str, line: bytes) -> Taken | Untaken:
    try:
        return DECODER.decode(line)
    except msgspec.DecodeError as error:
        reason = "unknown_kind" if "`$.kind`" in str(error) else "unreadable"
        detail = f"{error}: {line[:200].decode(errors='replace')}"
        return Untaken(where=place, **_said_by(line), reason=reason, detail=detail)


def _said_by(line: bytes) -> dict[str, str]:
    try:
        said = msgspec.json.decode(line)
    except msgspec.DecodeError:
        said = {}
    given = said if isinstance(said, dict) else {}
    return {"kind": str(given.get("kind", "line")), "ref": str(given.get("ref", ""))}
