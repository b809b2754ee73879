"""Walks a huge XML archive record by record: constant memory, no DTD, no entities, no network, damage survived."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import Found, Untaken

DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|\s)*", re.DOTALL)
# Each error of the parser is told, up to this many: a file that is not XML at all would give one a line.
ERRORS_TOLD = 1_000

Read = Callable[[etree._Element], Iterator[Found]]


def has_doctype(first: bytes) -> bool:
    """True when the document begins with a DOCTYPE: no archive we know has one, and it is the door of entity attacks."""
    prolog = BEFORE_ROOT.match(first)
    return bool(prolog and DOCTYPE.match(first, prolog.end()))


class XmlArchive:
    """An archive read as the elements named in `readers`; each reader turns one element into records.

    Only children of `containers` are read, except posts, which broken nesting may have put anywhere.
    `counted` is how a post opens: openings that gave no element are told as lost.
    """

    def __init__(self, path: Path, readers: Mapping[str, Read], containers: set[str], counted: bytes) -> None:
        self._stream, self._readers, self._containers = CleanBytes(path, counted), readers, containers
        self._post = counted.decode().strip("< >").rpartition(":")[2]
        self._read = 0

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Found]:
        """Records in the order of the file, then what was damaged."""
        walk = etree.iterparse(
            self._stream, tag=list(self._readers), encoding="utf-8", recover=True, huge_tree=True, resolve_entities=False,
            load_dtd=False, no_network=True, collect_ids=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for _, element in walk:
                yield from self._taken(element)
        except etree.XMLSyntaxError as error:
            place = f"line {error.lineno}"
            yield place, Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=error.msg or "")
        yield from self._damage(walk)
        self._stream.close()

    def _taken(self, element: etree._Element) -> Iterator[Found]:
        parent, tag = element.getparent(), element.tag
        is_post = etree.QName(element).localname == self._post
        is_at_home = parent is None or parent.tag in self._containers
        if not (is_post or is_at_home):
            return
        self._read += is_post
        yield from self._readers[tag](element)
        element.clear()
        while is_at_home and parent is not None and element.getprevious() is not None:
            del parent[0]

    def _damage(self, walk: "etree.iterparse[tuple[str, etree._Element]]") -> Iterator[Found]:
        for error in list(walk.error_log)[:ERRORS_TOLD]:
            place = f"line {error.line}"
            yield place, Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=error.message)
        yield from self._stream.found
        if lost := self._stream.openings - self._read:
            detail = f"{self._stream.openings} <{self._post}> openings, {self._read} read"
            yield "file", Untaken(where="file", kind="file", ref="", reason="damaged_file", detail=f"{lost}: {detail}")


def place_of(element: etree._Element) -> str:
    """Where an element begins, in lines."""
    return f"line {element.sourceline}"


def words_of(element: etree._Element, tag: str) -> str:
    """The text of a child, trimmed; empty when the child is missing."""
    return (element.findtext(tag) or "").strip()
