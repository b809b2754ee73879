"""Reads WordPress eXtended RSS 1.0 to 1.2: pages with the comments under each.

Source of the form: WordPress, `wp-admin/includes/export.php`; comment states from `wp_get_comment_status`.
"""

import html
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Standing, Untaken
from parvis.conversations.archive.xml import XmlArchive, place_of, words_of

NAMESPACES = tuple(f"{{http://wordpress.org/export/1.{minor}/}}" for minor in range(4))
STANDINGS: dict[str, Standing] = {
    "1": "published", "approved": "published", "approve": "published", "0": "held", "hold": "held",
    "spam": "refused", "trash": "removed", "post-trashed": "removed",
}  # fmt: skip
READERS_WORDS = ("", "comment", "review")


class WordPressArchive:
    """A WXR file, gzip or not. Pingbacks, trackbacks and plugins' notices are told, and not taken."""

    def __init__(self, path: Path) -> None:
        self._authors = Authors()
        self._item: etree._Element | None = None
        self._article: ArchivedArticle | None = None
        readers = {f"{space}comment": self._comment for space in NAMESPACES}
        self._archive = XmlArchive(path, readers | {"item": self._end_of_item}, {"channel", "item"}, b"<wp:comment>")

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._archive.fraction

    def __iter__(self) -> Iterator[Found]:
        return iter(self._archive)

    def _end_of_item(self, element: etree._Element) -> Iterator[Found]:
        # A page without a comment carries no discussion: nothing of the readers' is lost by leaving it.
        self._item = self._article = None
        yield from ()

    def _comment(self, element: etree._Element) -> Iterator[Found]:
        place, space = place_of(element), etree.QName(element).namespace
        tag = f"{{{space}}}"
        yield from self._article_of(element, tag)
        ref, at = words_of(element, f"{tag}comment_id"), _date_of(element, tag)
        reason = self._why_not(element, tag, ref)
        if reason or at is None:
            words = words_of(element, f"{tag}comment_content")[:200]
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason or "no_date", detail=words)
            return
        author = _author_of(element, tag)
        if author and self._authors.is_new(author):
            yield place, author
        parent = words_of(element, f"{tag}comment_parent")
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=self._article.ref if self._article else "",
                parent=None if parent in ("", "0") else parent,
                author=author.ref if author else None,
                at=at,
                text=words_of(element, f"{tag}comment_content"),
                standing=STANDINGS.get(words_of(element, f"{tag}comment_approved"), "held"),
            ),
        )

    def _why_not(self, element: etree._Element, tag: str, ref: str) -> str:
        if words_of(element, f"{tag}comment_type") not in READERS_WORDS:
            return "not_a_post"
        if not ref:
            return "no_ref"
        if self._article is None:
            return "unknown_article" if self._item is None else "article_untaken"
        return ""

    def _article_of(self, element: etree._Element, tag: str) -> Iterator[Found]:
        item = next(element.iterancestors("item"), None)
        if item is self._item:
            return
        self._item, self._article = item, None
        if item is None:
            return
        place, ref = place_of(item), words_of(item, f"{tag}post_id")
        address = words_of(item, "link") or words_of(item, "guid")
        if not address:
            yield place, Untaken(where=place, kind="article", ref=ref, reason="no_address")
            return
        published = words_of(item, f"{tag}post_date_gmt") or words_of(item, "pubDate")
        section = item.find("category[@domain='category']")
        self._article = ArchivedArticle(
            ref=ref or address,
            address=address,
            headline=html.unescape(words_of(item, "title")),
            published_at=date_of(published),
            section="" if section is None else (section.text or "").strip(),
            closed=words_of(item, f"{tag}comment_status") == "closed",
        )
        yield place, self._article


def _date_of(element: etree._Element, tag: str) -> datetime | None:
    return date_of(words_of(element, f"{tag}comment_date_gmt")) or date_of(words_of(element, f"{tag}comment_date"))


def _author_of(element: etree._Element, tag: str) -> ArchivedMember | None:
    name = html.unescape(words_of(element, f"{tag}comment_author"))
    mail, account = words_of(element, f"{tag}comment_author_email"), words_of(element, f"{tag}comment_user_id")
    if account not in ("", "0"):
        return ArchivedMember(ref=f"user:{account}", name=name, mail=mail)
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
