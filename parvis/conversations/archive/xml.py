"""Cuts a huge XML archive into its records and parses each alone: damage stays where it is, memory stays constant.

A parser fed with the whole file stops for good at some errors (a stray `<`, a tag closed twice) and would lose all that
follows. Records parsed alone have no DTD, hence no entity to expand, no file and no network to open.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.records import Found, Place, Repaired, Untaken

DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
BEFORE_ROOT = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
NAMESPACE = re.compile(rb"""\s(xmlns(?::[\w-]+)?)=("[^"<&]*"|'[^'<&]*')""")
# Declared for every record, whatever its root says, forgets or misspells: prefixes are always these.
USUAL_NAMESPACES = {
    b"xmlns:dsq": b'"http://disqus.com/disqus-internals"',
    b"xmlns:wp": b'"http://wordpress.org/export/1.2/"',
    b"xmlns:content": b'"http://purl.org/rss/1.0/modules/content/"',
    b"xmlns:excerpt": b'"http://wordpress.org/export/1.2/excerpt/"',
    b"xmlns:dc": b'"http://purl.org/dc/elements/1.1/"',
}
# A record longer than this is not one; a section of text longer than this was never closed.
LONGEST_RECORD, LONGEST_SECTION = 1 << 24, 1 << 23
ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
CDATA = b"<![CDATA["
SECTIONS = {CDATA: b"]]>", b"<!--": b"-->"}

Read = Callable[[etree._Element, Place], Iterator[Found]]


def has_doctype(first: bytes) -> bool:
    """True when the document begins with a DOCTYPE: no archive we know has one, and it is the door of entity attacks."""
    prolog = BEFORE_ROOT.match(first)
    return bool(prolog and DOCTYPE.match(first, prolog.end()))


@dataclass(frozen=True, slots=True)
class Cut:
    """A record as it stands in the file. `is_closed` is false when another began, or the file ended, before its end."""

    tag: bytes
    line: int
    written: bytes
    is_closed: bool = True
    is_last: bool = False


class XmlArchive:
    """The records of an archive in order, each turned by its reader into what it says.

    `readers` are by tag, as written; `post` is the tag of a reader's words, `header` that of an element whose beginning is
    a record and which holds posts (the item of a WXR file).
    """

    def __init__(self, path: Path, root: str, readers: Mapping[str, Read], post: str, header: str = "") -> None:
        self._stream = CleanBytes(path)
        self._readers = {tag.encode(): read for tag, read in readers.items()}
        self._root, self._post, self._header = root.encode(), post.encode(), header.encode()
        names = b"|".join(map(re.escape, (*self._readers, self._root)))
        self._token = re.compile(rb"<!\[CDATA\[|<!--|<(/?)(" + names + rb")(?=[\s/>])")
        self._cutter = _Cutter(self._stream, self._token, self._post, self._header, self._root)
        self._parser = etree.XMLParser(
            recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True,
            remove_pis=True, collect_ids=False,
        )  # fmt: skip

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Found]:
        """Records in the order of the file, then what was damaged in it."""
        for cut in self._cutter.cuts():
            place = f"line {cut.line}"
            if cut.is_last and not cut.is_closed:
                yield place, _damaged(place, f"the file ends in the middle of this record: {_shown(cut)}")
            else:
                yield from self._read(cut, place)
        yield from self._stream.found
        if not self._cutter.is_ended:
            yield "end", _damaged("end", "the file ends before it should")

    def _read(self, cut: Cut, place: Place) -> Iterator[Found]:
        element, said = self._parsed(cut)
        if element is None:
            yield place, Untaken(where=place, kind="file", ref="", reason="unreadable", detail=f"{said}: {_shown(cut)}")
            return
        if said:
            yield place, Repaired(where=place, kind="file", ref="", reason="damaged_file", detail=f"{said}: {_shown(cut)}")
        yield from self._readers[cut.tag](element, place)

    def _parsed(self, cut: Cut) -> tuple[etree._Element | None, str]:
        opening, closing = self._cutter.wrapper, b"</%b>" % self._root
        ending = b"" if cut.is_closed and cut.tag != self._header else b"</%b>" % cut.tag
        whole = opening + cut.written + ending + closing
        element, said = self._element(whole)
        if said and ENTITY.search(whole):
            element, said = self._element(ENTITY.sub(_named_character, whole))
        return element, said or ("" if cut.is_closed else f"</{cut.tag.decode()}> is missing")

    def _element(self, whole: bytes) -> tuple[etree._Element | None, str]:
        try:
            root = etree.fromstring(whole, self._parser)
        except etree.XMLSyntaxError as error:
            return None, str(error.msg)
        errors = self._parser.error_log
        said = errors[0].message if len(errors) else ""
        # An element that closes too early leaves the rest of its record beside it: bring it back in.
        if root is None or len(root) == 0:
            return None, said or "no element"
        first, *others = root
        first.extend(others)
        return first, said


class _Cutter:
    """Walks the bytes from token to token: beginnings and ends of records, outside comments and CDATA."""

    def __init__(self, stream: CleanBytes, token: re.Pattern[bytes], post: bytes, header: bytes, root: bytes) -> None:
        self._stream, self._token, self._post, self._header, self._root = stream, token, post, header, root
        self._pieces = stream.pieces()
        # What each record is parsed within: the root's beginning, with its namespaces and nothing else.
        self.wrapper, self.is_ended = _wrapper_of(root, b""), False
        self._buffer, self._position, self._counted, self._line = b"", 0, 0, 1
        self._opened: tuple[int, bytes] | None = None
        self._is_over = False

    def cuts(self) -> Iterator[Cut]:
        """Every record, none passed over."""
        while True:
            found = self._token.search(self._buffer, self._position)
            if found is None or not self._is_complete(found):
                if self._more(found.start() if found else None):
                    continue
                if found is None:
                    break
                self._position = found.end()
                continue
            yield from self._at(found)
        if self._opened:
            yield self._cut(len(self._buffer), is_closed=False, is_last=True)

    def _is_complete(self, found: re.Match[bytes]) -> bool:
        """Whether the end of the section, or of the tag, is in the buffer."""
        ending = SECTIONS.get(found[0], b">")
        self._end = self._buffer.find(ending, found.end()) + len(ending)
        if found[0] == CDATA and self._is_unclosed(found.end(), self._end):
            self._end = found.end()
        return self._end >= len(ending)

    def _is_unclosed(self, start: int, end: int) -> bool:
        """Whether a section swallows the beginning of another record and of its section: its own end is missing."""
        inside = self._buffer.find(CDATA, start, end)
        return inside >= 0 and any(found[2] for found in self._token.finditer(self._buffer, start, inside))

    def _more(self, waiting: int | None) -> bool:
        """Reads on, keeping what is not yet cut; False at the end, or when what is waited for is too far to be true."""
        kept = (
            self._opened[0] if self._opened else (waiting if waiting is not None else max(self._position, len(self._buffer) - 64))
        )
        if self._is_over or (waiting is not None and len(self._buffer) - waiting > LONGEST_SECTION):
            return False
        if len(self._buffer) - kept > LONGEST_RECORD:
            self._opened, kept = None, max(self._position, len(self._buffer) - 64)
            self._stream.found.append(("", _damaged(f"line {self._line}", "a record is longer than 16 MB: passed over")))
        piece = next(self._pieces, b"")
        self._is_over = not piece
        if piece:
            self._forget(kept)
            self._buffer += piece
        return bool(piece)

    def _forget(self, kept: int) -> None:
        self._count_to(kept)
        self._buffer = self._buffer[kept:]
        self._position, self._counted = max(0, self._position - kept), 0
        if self._opened:
            self._opened = (self._opened[0] - kept, self._opened[1])

    def _at(self, found: re.Match[bytes]) -> Iterator[Cut]:
        self._position = self._end
        if found[0] in SECTIONS:
            return
        is_closing, tag = found[1] == b"/", found[2]
        if tag == self._root:
            self.is_ended = is_closing
            if not is_closing:
                self.wrapper = _wrapper_of(tag, self._buffer[found.start() : self._end])
            return
        if is_closing:
            if self._opened and self._opened[1] == tag:
                yield self._cut(found.start() if tag == self._header else self._end)
            return
        if self._opened and (tag in (self._post, self._opened[1])):
            yield self._cut(found.start(), is_closed=self._opened[1] == self._header and tag == self._post)
        if self._opened:
            return
        self._opened = (found.start(), tag)
        if self._buffer[self._end - 2 : self._end] == b"/>":
            yield self._cut(self._end)

    def _cut(self, end: int, *, is_closed: bool = True, is_last: bool = False) -> Cut:
        start, tag = self._opened or (end, b"")
        self._opened = None
        self._count_to(start)
        return Cut(tag, self._line, self._buffer[start:end], is_closed, is_last)

    def _count_to(self, position: int) -> None:
        if position > self._counted:
            self._line += self._buffer.count(b"\n", self._counted, position)
            self._counted = position


def _wrapper_of(tag: bytes, written: bytes) -> bytes:
    declared = dict(NAMESPACE.findall(written)) | USUAL_NAMESPACES
    return b"<%b %b>" % (tag, b" ".join(b"%b=%b" % pair for pair in declared.items()))


class Fields:
    """The children of a record by name, without their namespace; of two with a name, the first counts."""

    __slots__ = ("_children",)

    def __init__(self, element: etree._Element) -> None:
        children = element.iterchildren("*", reversed=True)
        self._children = {child.tag.rpartition("}")[2]: child for child in children}

    def __getitem__(self, name: str) -> str:
        """The text of a child, trimmed; empty when the child is missing."""
        child = self._children.get(name)
        return "" if child is None else (child.text or "").strip()

    def is_true(self, name: str) -> bool:
        """Whether a child says yes."""
        return self[name].lower() in ("true", "1")

    def child(self, name: str) -> etree._Element | None:
        """A child itself."""
        return self._children.get(name)

    def markup(self, name: str) -> str:
        """What is inside a child, tags included, for words that were written as elements rather than as text."""
        child = self._children.get(name)
        if child is None or len(child) == 0:
            return self[name]
        inside = "".join(etree.tostring(one, encoding="unicode") for one in child)
        return f"{html.escape(child.text or '', quote=False)}{inside}".strip()


def _damaged(place: Place, detail: str) -> Untaken:
    return Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=detail)


def _shown(cut: Cut) -> str:
    return " ".join(cut.written[:120].decode(errors="replace").split())


def _named_character(found: re.Match[bytes]) -> bytes:
    """`&rsquo;` where XML knows but five names: what an HTML reader would have seen."""
    return html.escape(html.unescape(found[0].decode())).encode()
