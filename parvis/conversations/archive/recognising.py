"""Tells JSON documents, dumps and bundles of files apart by what they hold."""

import re
from itertools import islice
from pathlib import Path

from parvis.conversations.archive.bundles import is_tar, pieces_of
from parvis.conversations.archive.discourse import DUMPS, WANTED, dump_of
from parvis.conversations.archive.opening import CleanBytes, head
from parvis.conversations.archive.saying import Said, said_by

DUMP = re.compile(rb"\A(?:--[^\n]*\n|\s)*-- PostgreSQL database dump", re.IGNORECASE)
OF_DISCOURSE = re.compile(rb"discourse_functions|topic_embeds|CREATE TABLE public\.topics|COPY public\.topics|COPY public\.posts")
COMMENTO = re.compile(rb'\{\s*"version"\s*:\s*1\s*,\s*"comments"\s*:\s*(?:\[\s*(?:\{\s*"commentHex"|\])|null)')
LIST_OF = re.compile(rb'"(pages|users|comments)"\s*:\s*\[')
OF_HYVOR = re.compile(rb'"(?:body_html|htid|user_htid|page_identifier|is_loved|website_id)"\s*:')
REMARK42 = re.compile(rb'\{\s*"version"\s*:\s*[01]\s*,\s*"users"\s*:\s*(?:\[|null)')

Known = tuple[str, str]


def known_lines(path: Path, line: bytes) -> Known | None:
    """The format and source told by the first line of a file of JSON lines."""
    if REMARK42.match(line):
        return "remark42", f"remark42:{_site_of(path)}".rstrip(":")
    said = said_by(line)
    if not isinstance(said, Said):
        return None
    if "kind" in said:
        return "parvis", "parvis"
    if "locator" in said and "pid" in said:
        return "remark42", f"remark42:{said.child('locator').text('site')}".rstrip(":")
    return None


def _site_of(path: Path) -> str:
    """The site that the first comment of a Remark42 backup is of."""
    for line in islice(CleanBytes(path).lines(), 1, 20):
        said = said_by(line) if line else ""
        if isinstance(said, Said) and "locator" in said:
            return said.child("locator").text("site")
    return ""


def known_document(text: bytes) -> Known | None:
    """The format and source of one JSON document, from its beginning."""
    if COMMENTO.match(text):
        return "commento", "commento"
    if text.startswith((b"{", b"[")) and OF_HYVOR.search(text) and (text.startswith(b"[") or LIST_OF.search(text)):
        return "hyvor", "hyvor"
    return None


def known_dump(path: Path, first: bytes) -> Known | None:
    """Discourse's backup or its dump alone."""
    if is_tar(first):
        piece = dump_of(path)
        return ("discourse", "discourse") if piece and DUMP.match(head(piece, 4096)) else None
    return ("discourse", "discourse") if DUMP.match(first) and OF_DISCOURSE.search(first) else None


def known_bundle(path: Path) -> Known | None:
    """The format of a folder or zip, by the names of its files and what the first comment says."""
    pieces = {piece.stem: piece for piece in pieces_of(path)}
    if "topics" in pieces and "posts" in pieces and set(pieces) & set(WANTED):
        return "discourse", "discourse"
    if any(stem.endswith(DUMPS) for stem in pieces):
        return None
    comments = pieces.get("comments") or pieces.get("archivedComments")
    first = head(comments, 1 << 16) if comments else b""
    if b'"storyID"' in first and b'"revisions"' in first:
        return "coral", "coral"
    return ("hyvor", "hyvor") if OF_HYVOR.search(first) else None
