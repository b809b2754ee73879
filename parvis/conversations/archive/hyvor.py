"""Reads Hyvor Talk: a JSON document (or a folder or zip of files) with the lists `pages`, `users` and `comments`.

Source of the form: the vendor's pages “Data API” and “Console API” (v1, 2023 to 2026), whose Page, User and Comment objects
these are; a comment may hold its page and its author, or name them by their identifiers.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from parvis.conversations.archive.bundles import pieces_of
from parvis.conversations.archive.cutting import JsonCutter
from parvis.conversations.archive.documents import Documents
from parvis.conversations.archive.opening import CleanBytes, head
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    Found,
    Repaired,
    Standing,
    Untaken,
)
from parvis.conversations.archive.saying import Said, said_by
from parvis.conversations.archive.shelf import Shelf

LISTS = ("pages", "users", "comments")
STANDINGS: dict[str, Standing] = {
    "": "published", "published": "published", "approved": "published", "pending": "held", "flagged": "held", "spam": "refused",
    "deleted": "removed",
}  # fmt: skip
DEEPEST = 40
MARKS = {"strong": "strong", "bold": "strong", "em": "em", "italic": "em"}
BLOCKS = {"paragraph": "p", "blockquote": "blockquote", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li"}


class HyvorArchive:
    """One website. Reactions to pages and ratings have no place here; remote addresses are not read."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0.0
        self._articles, self._authors = Authors(), Authors()

    @property
    def fraction(self) -> float:
        """How much was read, between 0 and 1."""
        return min(1.0, self._read)

    def __iter__(self) -> Iterator[Found]:
        with Shelf(dict.fromkeys(LISTS, ("said",))) as shelf:
            yield from self._shelve(shelf)
            shelf.settle()
            for place, written in shelf.rows("SELECT place, said FROM pages ORDER BY rowid"):
                yield from self._page(place, _said(written))
            for place, written in shelf.rows("SELECT place, said FROM users ORDER BY rowid"):
                yield from self._user(place, _said(written))
            total = (shelf.one("SELECT count(*) FROM comments") or (1,))[0] or 1
            for number, (place, written) in enumerate(shelf.rows("SELECT place, said FROM comments ORDER BY rowid"), start=1):
                yield from self._comment(place, _said(written))
                self._read = 0.5 + number / total / 2

    def _shelve(self, shelf: Shelf) -> Iterator[Found]:
        if self._path.is_dir() or head(self._path, 4).startswith(b"PK"):
            for piece in pieces_of(self._path):
                for place, said in Documents(piece) if piece.stem in LISTS else ():
                    if isinstance(said, Said):
                        shelf.put(piece.stem, place, [said.written()])
                    else:
                        yield place, said
            return
        stream = CleanBytes(self._path)
        cutter = JsonCutter(stream)
        for cut in cutter.cuts():
            within = cut.within or "comments"
            if within in LISTS:
                shelf.put(within, cut.place, [cut.written.decode("utf-8", "replace")])
            else:
                yield cut.place, Untaken(where=cut.place, kind=within[:20], ref="", reason="unknown_kind")
            self._read = stream.fraction / 2
        yield from cutter.found

    def _page(self, place: str, said: Said | str) -> Iterator[Found]:
        if isinstance(said, str):
            yield place, Untaken(where=place, kind="article", ref="", reason="unreadable", detail=said)
            return
        ref, address = said.text("id", "identifier", "page_identifier"), _address_of(said)
        if not ref or not address:
            reason = "no_address" if ref else "no_ref"
            yield place, Untaken(where=place, kind="article", ref=ref, reason=reason, detail=said.text("title")[:200])
            return
        article = ArchivedArticle(
            ref=ref,
            address=address,
            headline=said.text("title"),
            published_at=said.date("created_at"),
            closed=said.is_true("is_closed") or said.is_true("closed"),
        )
        if self._articles.is_new(article):
            yield place, article

    def _user(self, place: str, said: Said | str) -> Iterator[Found]:
        if isinstance(said, str):
            yield place, Untaken(where=place, kind="member", ref="", reason="unreadable", detail=said)
            return
        member = _member_of(said)
        if member and self._authors.is_new(member):
            yield place, member
        if member and (said.text("state") == "banned" or said.is_true("is_banned") or said.is_true("banned")):
            yield place, Repaired(where=place, kind="member", ref=member.ref, reason="banned", detail=member.name)

    def _comment(self, place: str, said: Said | str) -> Iterator[Found]:
        if isinstance(said, str):
            yield place, Untaken(where=place, kind="post", ref="", reason="unreadable", detail=said)
            return
        ref, at = said.text("id"), said.date("created_at")
        page = said.child("page")
        article = said.text("page_id") or page.text("id", "identifier") or said.text("page_identifier")
        if not ref or at is None or not article:
            reason = "no_ref" if not ref else "no_date" if at is None else "unknown_article"
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason, detail=said.text("body_html")[:200])
            return
        if page:
            yield from self._page(place, page)
        member = _author_of(said)
        if member and member.name and self._authors.is_new(member):
            yield place, member
        status = said.text("status", "state").lower()
        if status not in STANDINGS:
            yield place, Repaired(where=place, kind="post", ref=ref, reason="unknown_standing", detail=status)
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=article,
                parent=said.text("parent_id") or None,
                author=member.ref if member else None,
                at=at,
                text=said.text("body_html", "html") or composed(said, "body") or said.text("body", "content", "text"),
                standing=STANDINGS.get(status, "held"),
                edited_at=said.date("edited_at", "last_edited_at"),
                reactions=_votes(said),
                selected_at=at if said.is_true("is_featured") or said.is_true("is_loved") else None,
            ),
        )


def composed(said: Said, name: str) -> str:
    """The HTML of words kept as an editor's document (ProseMirror: nodes of `type`, with `content`, `text` and `marks`)."""
    document = said.child(name)
    if not document and (written := said.text(name)).startswith("{"):
        found = said_by(written.encode())
        document = found if isinstance(found, Said) else Said({})
    return _node(document, 0) if document else ""


def _node(node: Said, depth: int) -> str:
    if depth > DEEPEST:
        return ""
    kind = node.text("type")
    if kind == "text":
        return _marked(node)
    if kind in ("hard_break", "hardBreak"):
        return "<br>"
    if kind in ("image", "embed"):
        address = node.child("attrs").text("src", "url")
        return f'<p><a href="{escape(address)}">{escape(address)}</a></p>' if address else ""
    inside = "".join(_node(one, depth + 1) for one in node.children("content"))
    tag = BLOCKS.get(kind)
    return f"<{tag}>{inside}</{tag}>" if tag else inside


def _marked(node: Said) -> str:
    words = escape(node.text("text"))
    for mark in node.children("marks"):
        tag = MARKS.get(mark.text("type"))
        if mark.text("type") == "link":
            words = f'<a href="{escape(mark.child("attrs").text("href"))}">{words}</a>'
        elif tag:
            words = f"<{tag}>{words}</{tag}>"
    return words


def _said(written: Any) -> Said | str:
    return said_by(str(written).encode("utf-8", "replace"))


def _address_of(page: Said) -> str:
    identifier = page.text("identifier", "page_identifier")
    return page.text("url", "page_url") or (identifier if identifier.startswith(("http", "/")) else "")


def _author_of(said: Said) -> ArchivedMember | None:
    if member := _member_of(said.child("user")):
        return member
    if ref := said.text("user_htid", "user_id", "htid"):
        return ArchivedMember(ref=f"user:{ref}", name="")
    name, mail = said.text("guest_name", "name"), said.text("guest_email", "email")
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None


def _member_of(user: Said) -> ArchivedMember | None:
    ref, name, mail = user.text("htid", "id"), user.text("name", "username"), user.text("email")
    if user.text("type") == "guest" or not ref:
        return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
    return ArchivedMember(ref=f"user:{ref}", name=name, mail=mail, joined_at=user.date("created_at"))


def _votes(said: Said) -> dict[str, int]:
    named = (("like", "upvotes"), ("dislike", "downvotes"))
    return {kind: said.whole(name) for kind, name in named if said.whole(name) > 0}
