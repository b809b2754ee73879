"""The rows of a PostgreSQL dump in plain SQL: the `COPY … FROM stdin` blocks, value by value.

Source of the form: PostgreSQL documentation, COPY, “Text Format”. Nothing of the dump is ever executed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import Untaken

BEGINS = re.compile(rb'COPY (?:"?[\w$]+"?\.)?"?([\w$]+)"? \((.*)\) FROM stdin;\r?')
ENDS = b"\\."
ESCAPE = re.compile(r"\\(?:([bfnrtv\\])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
NAMED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a wanted table: its values in the order wanted, None for NULL and for columns the dump has not."""

    table: str
    line: int
    values: tuple[str | None, ...]


@dataclass(slots=True)
class _Block:
    table: str
    picked: list[int | None] = field(default_factory=list)
    width: int = 0


def rows_of(stream: CleanBytes, wanted: Mapping[str, Sequence[str]]) -> Iterator[Row | Untaken]:
    """The rows of the wanted tables (name → columns), whatever else the dump holds; a row of another width is told."""
    block: _Block | None = None
    for number, line in enumerate(stream.lines(), start=1):
        if block is None:
            if line.startswith(b"COPY ") and (found := BEGINS.fullmatch(line)):
                block = _block_of(found, wanted)
        elif line.startswith(ENDS) and line.rstrip(b"\r") == ENDS:
            block = None
        elif block.width:
            yield _row_of(block, number, line)
    if block is not None:
        yield Untaken(where="end", kind="file", ref="", reason="damaged_file", detail=f"the dump ends within {block.table}")


def _block_of(found: re.Match[bytes], wanted: Mapping[str, Sequence[str]]) -> _Block:
    table = found[1].decode("utf-8", "replace")
    if table not in wanted:
        return _Block(table)
    there = [name.strip().strip('"') for name in found[2].decode("utf-8", "replace").split(",")]
    return _Block(table, [there.index(name) if name in there else None for name in wanted[table]], len(there))


def _row_of(block: _Block, number: int, line: bytes) -> Row | Untaken:
    values = line.rstrip(b"\r").decode("utf-8", "replace").split("\t")
    if len(values) != block.width:
        said = f"{len(values)} values instead of {block.width}: {line[:120].decode(errors='replace')}"
        return Untaken(where=f"line {number}", kind=block.table[:20], ref="", reason="unreadable", detail=said)
    return Row(block.table, number, tuple(None if at is None else _value(values[at]) for at in block.picked))


def _value(written: str) -> str | None:
    if "\\" not in written:
        return written
    return None if written == "\\N" else ESCAPE.sub(_escaped, written)


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return NAMED[found[1]]
    if found[2] or found[3]:
        # One byte of a character, as a machine of another encoding wrote it; below 128 it is the character.
        return chr(int(found[2], 8) & 0xFF if found[2] else int(found[3], 16))
    return found[4]
