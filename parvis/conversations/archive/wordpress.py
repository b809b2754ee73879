"""Reads WordPress eXtended RSS 1.0 to 1.2: pages with the comments under each.

Source of the form: WordPress, `wp-admin/includes/export.php`; comment states from `wp_get_comment_status`.
"""

import html
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Place, Standing, Untaken
from parvis.conversations.archive.xml import Fields, XmlArchive

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
        yield from self._article_met()
        said = Fields(element)
        at = date_of(said["comment_date_gmt"]) or date_of(said["comment_date"])
        reason = self._why_not(said)
        if reason or at is None:
            detail = said["comment_content"][:200]
            yield place, Untaken(where=place, kind="post", ref=said["comment_id"], reason=reason or "no_date", detail=detail)
            return
        author = _author_of(said)
        if author and self._authors.is_new(author):
            yield place, author
        parent = said["comment_parent"]
        post = ArchivedPost(
            ref=said["comment_id"],
            article=self._article.ref if self._article else "",
            parent=None if parent in ("", "0") else parent,
            author=author.ref if author else None,
            at=at,
            text=said.markup("comment_content"),
            standing=STANDINGS.get(said["comment_approved"], "held"),
        )
        yield place, post

    def _why_not(self, said: Fields) -> str:
        if said["comment_type"] not in READERS_WORDS:
            return "not_a_post"
        if not said["comment_id"]:
            return "no_ref"
        if self._article is None:
            return "unknown_article" if self._item is None else "article_untaken"
        return ""

    def _article_met(self) -> Iterator[Found]:
        if self._item is None or self._is_met:
            return
        self._is_met = True
        element, place = self._item
        said = Fields(element)
        ref, address = said["post_id"], said["link"] or said["guid"]
        if not address or said["status"] not in PUBLIC or said["post_password"]:
            reason = "not_public" if address else "no_address"
            yield place, Untaken(where=place, kind="article", ref=ref or address, reason=reason, detail=address[:200])
            return
        section = element.find("category[@domain='category']")
        self._article = ArchivedArticle(
            ref=ref or address,
            address=address,
            headline=html.unescape(said["title"]),
            published_at=date_of(said["post_date_gmt"]) or date_of(said["pubDate"]),
            section="" if section is None else (section.text or "").strip(),
            closed=said["comment_status"] == "closed",
        )
        yield place, self._article


def _author_of(said: Fields) -> ArchivedMember | None:
    name, mail, account = html.unescape(said["comment_author"]), said["comment_author_email"], said["comment_user_id"]
    if account not in ("", "0"):
        return ArchivedMember(ref=f"user:{account}", name=name, mail=mail)
    return ArchivedMember(ref=guest_ref(name, mail), name=name, mail=mail) if name else None
