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
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Place, Standing, Untaken
from parvis.conversations.archive.xml import XmlArchive, words_of

STANDINGS: dict[str, Standing] = {
    "1": "published", "approved": "published", "approve": "published", "0": "held", "hold": "held",
    "spam": "refused", "trash": "removed", "post-trashed": "removed",
}  # fmt: skip
PUBLIC = ("", "publish", "inherit", "closed")
READERS_WORDS = ("", "comment", "review")


class WordPressArchive:
    """A WXR file, gzip or not. Pingbacks, trackbacks and plugins' notices are told, and not taken."""

    def __init__(self, path: Path) -> None:
        self._authors = Authors()
        # The page whose comments are being read, and its article once a comment needs it.
        self._item: tuple[etree._Element, Place] | None = None
        self._article: ArchivedArticle | None = None
        self._is_met = False
        self._archive = XmlArchive(path, "rss", {"item": self._page, "wp:comment": self._comment}, "wp:comment", header="item")

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._archive.fraction

    def __iter__(self) -> Iterator[Found]:
        return iter(self._archive)

    def _page(self, element: etree._Element, place: Place) -> Iterator[Found]:
        # A page without a comment carries no discussion: nothing of the readers' is lost by leaving it.
        self._item, self._article, self._is_met = (element, place), None, False
        yield from ()

    def _comment(self, element: etree._Element, place: Place) -> Iterator[Found]:
        tag = f"{{{etree.QName(element).namespace}}}"
        yield from self._article_met(tag)
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

    def _article_met(self, tag: str) -> Iterator[Found]:
        if self._item is None or self._is_met:
            return
        self._is_met = True
        (item, place), ref = self._item, words_of(self._item[0], f"{tag}post_id")
        address = words_of(item, "link") or words_of(item, "guid")
        if not address or not _is_public(item, tag):
            reason = "not_public" if address else "no_address"
            yield place, Untaken(where=place, kind="article", ref=ref or address, reason=reason, detail=address[:200])
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


def _is_public(item: etree._Element, tag: str) -> bool:
    status = words_of(item, f"{tag}status")
    return status in PUBLIC and not words_of(item, f"{tag}post_password")


def _date_of(element: etree._Element, tag: str) -> datetime | None:
    return date_of(words_of(element, f"{tag}comment_date_gmt")) or date_of(words_of(element, f"{tag}comment_date"))


def _author_of(element: etree._Element, tag: str) -> ArchivedMember | None:
    name = html.unescape(words_of(element, f"{tag}comment_author"))
    mail, account = words_of(element, f"{tag}comment_author_email"), words_of(element, f"{tag}comment_user_id")
    if account not in ("", "0"):
        return ArchivedMember(ref=f"user:{account}", name=name, mail=mail)
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
