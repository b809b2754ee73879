"""Reads the XML export of Disqus: categories, then threads, then posts, each with its author.

Source of the form: the vendor's page « Comments Export » and its schema disqus.xsd 1.0; `isApproved` is in newer exports only.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Place, Standing, Untaken
from parvis.conversations.archive.xml import Fields, XmlArchive

ID = "{http://disqus.com/disqus-internals}id"


class DisqusArchive:
    """A Disqus export, gzip or not. A deleted post is `removed` (the export does not say by whom), a spam one `refused`."""

    def __init__(self, path: Path) -> None:
        self._authors = Authors()
        self._sections: dict[str, str] = {}
        readers = {"category": self._category, "thread": self._thread, "post": self._post}
        self._archive = XmlArchive(path, "disqus", readers, "post")

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._archive.fraction

    def __iter__(self) -> Iterator[Found]:
        return iter(self._archive)

    def _category(self, element: etree._Element, _place: Place) -> Iterator[Found]:
        self._sections[element.get(ID, "")] = Fields(element)["title"]
        yield from ()

    def _thread(self, element: etree._Element, place: Place) -> Iterator[Found]:
        said, ref = Fields(element), element.get(ID, "")
        address = said["link"] or said["id"]
        reason = "no_ref" if not ref else "no_address" if not address else "not_public" if said.is_true("isDeleted") else ""
        if reason:
            yield place, Untaken(where=place, kind="article", ref=ref, reason=reason, detail=address[:200])
            return
        article = ArchivedArticle(
            ref=ref,
            address=address,
            headline=said["title"],
            published_at=date_of(said["createdAt"]),
            section=self._sections.get(_ref_in(said, "category") or "", ""),
            closed=said.is_true("isClosed"),
        )
        yield place, article

    def _post(self, element: etree._Element, place: Place) -> Iterator[Found]:
        said, ref = Fields(element), element.get(ID, "")
        at, article = date_of(said["createdAt"]), _ref_in(said, "thread")
        if not ref or at is None or not article:
            reason = "no_ref" if not ref else "no_date" if at is None else "unknown_article"
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason, detail=said["message"][:200])
            return
        author = _author_of(said.child("author"))
        if author and self._authors.is_new(author):
            yield place, author
        post = ArchivedPost(
            ref=ref,
            article=article,
            parent=_ref_in(said, "parent"),
            author=author.ref if author else None,
            at=at,
            text=said.markup("message"),
            standing=_standing_of(said),
        )
        yield place, post


def _ref_in(said: Fields, name: str) -> str | None:
    child = said.child(name)
    return None if child is None else child.get(ID) or None


def _standing_of(said: Fields) -> Standing:
    if said.is_true("isDeleted"):
        return "removed"
    if said.is_true("isSpam"):
        return "refused"
    return "held" if said["isApproved"].lower() in ("false", "0") else "published"


def _author_of(element: etree._Element | None) -> ArchivedMember | None:
    if element is None:
        return None
    said = Fields(element)
    name, mail, username = said["name"], said["email"], said["username"]
    if username and not said.is_true("isAnonymous"):
        return ArchivedMember(ref=f"user:{username}", name=name or username, mail=mail)
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
