"""Our own form, one JSON object a line: what `parvis export` writes, and what anybody may write to be imported.

docs/archive-format.md describes it field by field; a test holds the two together.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from parvis.conversations.archive.dates import plausible
from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedSpace,
    ArchivedThread,
    Found,
    Taken,
    Untaken,
)

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


def _record_of(place: str, line: bytes) -> Taken | Untaken:
    try:
        record = DECODER.decode(line)
        reason = "no_date" if not all(map(plausible, _dates_of(record))) else _placeless(record)
        return (
            Untaken(where=place, **_said_by(line), reason=reason, detail=line[:200].decode(errors="replace"))
            if reason
            else record
        )
    except msgspec.DecodeError as error:
        reason = "unknown_kind" if "`$.kind`" in str(error) else "unreadable"
        detail = f"{error}: {line[:200].decode(errors='replace')}"
        return Untaken(where=place, **_said_by(line), reason=reason, detail=detail)


def _placeless(record: Taken) -> str:
    return "no_place" if isinstance(record, ArchivedPost) and bool(record.article) == bool(record.thread) else ""


def _dates_of(record: Taken) -> Iterator[datetime]:
    said: list[datetime | None] = []
    match record:
        case ArchivedPost():
            said = [record.at, record.edited_at, record.pinned_at, record.selected_at]
            said += [*(one.at for one in record.revisions), *(one.at for one in record.reacted)]
        case ArchivedMember():
            said = [record.joined_at]
        case ArchivedArticle():
            said = [record.published_at]
        case ArchivedThread():
            said = [record.opened_at, record.pinned_at]
        case ArchivedSpace():
            said = [record.archived_at]
    return (date for date in said if date is not None)


def _said_by(line: bytes) -> dict[str, str]:
    try:
        said = msgspec.json.decode(line)
    except msgspec.DecodeError:
        said = {}
    given = said if isinstance(said, dict) else {}
    return {"kind": str(given.get("kind", "line")), "ref": str(given.get("ref", given.get("key", "")))}
