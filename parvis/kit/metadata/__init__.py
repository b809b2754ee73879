"""What a page says of itself: headline, image, dates, authors; from JSON-LD, then Open Graph, then plain HTML."""

from dataclasses import dataclass
from datetime import datetime

from parvis.kit.metadata import values
from parvis.kit.metadata.said import Said

__all__ = ["ArticleMetadata", "read_metadata"]

LONGEST_HEADLINE = 300
LONGEST_SUMMARY = 1000
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """An article as its page tells it; empty where the page says nothing. Dates are aware, addresses absolute."""

    headline: str = ""
    summary: str = ""
    image: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    canonical: str = ""


def read_metadata(html: str, address: str) -> ArticleMetadata:
    """Give what a page's HTML (any text) says of itself. Never raises: what cannot be read counts as not said.

    `address` is the page's own, against which relative addresses are read. A date without a zone is taken in the
    current one; `language` is two or three letters. The canonical address is only what the page claims: whoever
    trusts it checks its origin.
    """
    said = Said(html)
    article, meta = said.article, said.meta
    return ArticleMetadata(
        headline=values.text(LONGEST_HEADLINE, article.get("headline"), meta("og:title", "twitter:title"), said.title),
        summary=values.text(
            LONGEST_SUMMARY, article.get("description"), meta("og:description", "description", "twitter:description")
        ),
        image=values.image(address, article.get("image"), meta("og:image", "twitter:image"), article.get("thumbnailUrl")),
        published_at=values.date(article.get("datePublished"), meta("article:published_time", "date", "dc.date")),
        modified_at=values.date(article.get("dateModified"), meta("article:modified_time", "og:updated_time", "last-modified")),
        authors=values.names(LONGEST_NAME, article.get("author"), meta("author", "article:author", "dc.creator")),
        section=values.text(LONGEST_NAME, article.get("articleSection"), meta("article:section")),
        language=values.language(article.get("inLanguage"), said.language, meta("og:locale", "content-language")),
        canonical=values.page(address, said.canonical, meta("og:url"), article.get("mainEntityOfPage"), article.get("url")),
    )
