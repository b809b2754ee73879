"""Reads the XML export of Disqus: categories, then threads, then posts, each with its author.

Source of the form: the vendor's page « Comments Export » and its schema disqus.xsd 1.0; `isApproved` is in newer exports only.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Place, Standing, Untaken
from parvis.conversations.archive.xml import XmlArchive, words_of

NAMESPACE = "{http://disqus.com}"
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
        space = _space_of(element)
        self._sections[element.get(ID, "")] = words_of(element, f"{space}title")
        yield from ()

    def _thread(self, element: etree._Element, place: Place) -> Iterator[Found]:
        space, ref = _space_of(element), element.get(ID, "")
        address = words_of(element, f"{space}link") or words_of(element, f"{space}id")
        reason = (
            "no_ref" if not ref else "no_address" if not address else "not_public" if _is(element, f"{space}isDeleted") else ""
        )
        if reason:
            yield place, Untaken(where=place, kind="article", ref=ref, reason=reason, detail=address[:200])
            return
        yield (
            place,
            ArchivedArticle(
                ref=ref,
                address=address,
                headline=words_of(element, f"{space}title"),
                published_at=date_of(words_of(element, f"{space}createdAt")),
                section=self._sections.get(_ref_in(element, f"{space}category") or "", ""),
                closed=_is(element, f"{space}isClosed"),
            ),
        )

    def _post(self, element: etree._Element, place: Place) -> Iterator[Found]:
        space, ref = _space_of(element), element.get(ID, "")
        at, article = date_of(words_of(element, f"{space}createdAt")), _ref_in(element, f"{space}thread")
        if not ref or at is None or not article:
            reason = "no_ref" if not ref else "no_date" if at is None else "unknown_article"
            yield (
                place,
                Untaken(where=place, kind="post", ref=ref, reason=reason, detail=words_of(element, f"{space}message")[:200]),
            )
            return
        author = _author_of(element.find(f"{space}author"), space)
        if author and self._authors.is_new(author):
            yield place, author
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=article,
                parent=_ref_in(element, f"{space}parent"),
                author=author.ref if author else None,
                at=at,
                text=words_of(element, f"{space}message"),
                standing=_standing_of(element, space),
            ),
        )


def _space_of(element: etree._Element) -> str:
    return NAMESPACE if element.tag.startswith("{") else ""


def _ref_in(element: etree._Element, tag: str) -> str | None:
    child = element.find(tag)
    return None if child is None else child.get(ID) or None


def _is(element: etree._Element, tag: str) -> bool:
    return words_of(element, tag).lower() in ("true", "1")


def _standing_of(element: etree._Element, space: str) -> Standing:
    if _is(element, f"{space}isDeleted"):
        return "removed"
    if _is(element, f"{space}isSpam"):
        return "refused"
    return "held" if words_of(element, f"{space}isApproved").lower() in ("false", "0") else "published"


def _author_of(element: etree._Element | None, space: str) -> ArchivedMember | None:
    if element is None:
        return None
    name, mail = words_of(element, f"{space}name"), words_of(element, f"{space}email")
    username = words_of(element, f"{space}username")
    if username and not _is(element, f"{space}isAnonymous"):
        return ArchivedMember(ref=f"user:{username}", name=name or username, mail=mail)
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
