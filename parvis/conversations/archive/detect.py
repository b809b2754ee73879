"""Tells what an archive is from what it holds, never from its name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, cast
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from parvis.conversations.archive.bundles import ZIP, is_tar
from parvis.conversations.archive.commento import CommentoArchive
from parvis.conversations.archive.coral import CoralArchive
from parvis.conversations.archive.discourse import DiscourseArchive
from parvis.conversations.archive.disqus import DisqusArchive
from parvis.conversations.archive.hyvor import HyvorArchive
from parvis.conversations.archive.isso import IssoArchive
from parvis.conversations.archive.jsonlines import JsonLinesArchive
from parvis.conversations.archive.mapping import mapping_of
from parvis.conversations.archive.opening import encoding_of, head
from parvis.conversations.archive.recognising import Known, known_bundle, known_document, known_dump, known_lines
from parvis.conversations.archive.records import Found
from parvis.conversations.archive.remark42 import Remark42Archive
from parvis.conversations.archive.table import TableArchive
from parvis.conversations.archive.wordpress import WordPressArchive
from parvis.conversations.archive.xml import BEFORE_ROOT, has_doctype
from parvis.kit.refusals import Refusal

Format = Literal[
    "disqus", "wordpress", "isso", "parvis", "remark42", "coral", "discourse", "commento", "hyvor", "table",
]  # fmt: skip
SQLITE = b"SQLite format 3\x00"
ISSO_TABLE = re.compile(rb"CREATE TABLE\s+[\"']?comments[\"']?\s*\(.{0,40}tid REFERENCES threads", re.DOTALL)
FORUM = re.compile(rb"<forum>\s*([^<\s]+)\s*</forum>")
SITE = re.compile(rb"<(?:wp:base_site_url|wp:base_blog_url|link)>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]+)")


class Reading(Protocol):
    """An archive being read: its records in order, and how far one is."""

    @property
    def fraction(self) -> float: ...

    def __iter__(self) -> Iterator[Found]: ...


READERS: dict[Format, type] = {
    "disqus": DisqusArchive, "wordpress": WordPressArchive, "isso": IssoArchive, "parvis": JsonLinesArchive,
    "remark42": Remark42Archive, "coral": CoralArchive, "discourse": DiscourseArchive, "commento": CommentoArchive,
    "hyvor": HyvorArchive,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Archive:
    """A recognised archive. `source` names where its refs come from, so that two archives never mix theirs."""

    path: Path
    format: Format
    source: str
    mapping: Path | None = None

    def read(self) -> Reading:
        """A fresh reading from the first record."""
        if self.mapping:
            return TableArchive(self.path, self.mapping)
        reading: Reading = READERS[self.format](self.path)
        return reading


def detect(path: Path, mapping: Path | None = None) -> Archive:
    """The archive at `path`: a file, gzip or not, or a folder; with a `mapping`, a table.

    Refusal, saying what was seen and what is accepted, when it is none we read.
    """
    if mapping and path.is_file():
        return Archive(path, "table", mapping_of(mapping).source, mapping)
    if path.is_dir():
        return _known(path, known_bundle(path)) or _refused(_("a folder without files that Parvis knows"))
    if not path.is_file():
        raise Refusal("no_archive", 404, _("There is no file at %(path)s.") % {"path": path})
    first = head(path)
    if not first.strip(b"\x00 \t\r\n"):
        raise Refusal("empty_archive", 422, _("%(path)s is empty.") % {"path": path})
    if first.startswith(SQLITE):
        return _sqlite(path, first)
    if first.startswith(ZIP):
        return _known(path, known_bundle(path)) or _refused(_("a zip without files that Parvis knows"))
    if is_tar(first):
        return _known(path, known_dump(path, first)) or _refused(_("a tar without the database of Discourse (dump.sql)"))
    text = first.decode(encoding_of(first), errors="replace").lstrip("\ufeff").encode()
    return _json(path, text) or _xml(path, text) or _refused(_seen(text))


def _sqlite(path: Path, first: bytes) -> Archive:
    if ISSO_TABLE.search(first):
        return Archive(path, "isso", "isso")
    return _refused(_("a SQLite database without Isso’s tables"))


def _json(path: Path, text: bytes) -> Archive | None:
    text = text.lstrip()
    if text.startswith((b"{", b"[")):
        return _known(path, known_lines(path, text.split(b"\n", 1)[0]) or known_document(text))
    return _known(path, known_dump(path, text))


def _known(path: Path, known: Known | None) -> Archive | None:
    return Archive(path, cast(Format, known[0]), known[1][:200]) if known else None


def _xml(path: Path, text: bytes) -> Archive | None:
    text = text.lstrip()
    if has_doctype(text):
        words = _("%(path)s begins with a DOCTYPE: no export has one, and it may hide an attack.")
        raise Refusal("archive_with_doctype", 422, words % {"path": path})
    prolog = BEFORE_ROOT.match(text)
    root = text[prolog.end() if prolog else 0 :]
    if root.startswith((b"<disqus ", b"<disqus>")):
        forum = FORUM.search(text)
        return Archive(path, "disqus", f"disqus:{forum[1].decode()}" if forum else "disqus")
    if root.startswith(b"<rss") and b"wordpress.org/export/" in text:
        site = SITE.search(text)
        host = urlsplit(site[1].decode()).netloc if site else ""
        return Archive(path, "wordpress", f"wordpress:{host}" if host else "wordpress")
    return None


def _seen(text: bytes) -> str:
    shown = " ".join(text[:60].decode(errors="replace").split())
    return _("a file that begins with “%(shown)s”") % {"shown": shown}


def _refused(seen: str) -> Archive:
    words = _(
        "This is %(seen)s. Parvis reads Disqus exports (XML), WordPress exports (WXR), Isso databases (SQLite), Remark42 backups,"
        " Coral collections (folder or zip), Discourse backups, Commento and Hyvor Talk exports (JSON) and its own archives (JSON"
        " lines), compressed with gzip or not; and tables of any other system, with a mapping (--mapping)."
    )
    raise Refusal("unknown_archive", 422, words % {"seen": seen})
