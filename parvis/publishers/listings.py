"""What a feed or a sitemap lists: RSS 0.9 to 2.0 and Atom by feedparser, sitemaps and their indexes, news sitemaps among them.

Sources: sitemaps.org protocol 0.9; Google News sitemap 0.9. Nothing outside the document is ever opened, no entity expanded.
"""

import html
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from parvis.kit.refusals import ServiceDown

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
BEGINNING = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->)*<(?:\w+:)?(urlset|sitemapindex)\b", re.DOTALL)
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# The protocol's own bound for one sitemap.
MOST_LISTED = 50_000
LONGEST_SUMMARY = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a feed or a sitemap tells it; empty where nothing is said. Dates are aware."""

    address: str
    headline: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    published_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles, newest first when dates are said; and other sitemaps to ask, for an index, the last changed first."""

    articles: list[Listed]
    sitemaps: list[str]


def read_listing(body: bytes, address: str) -> Listing:
    """What the document says. Raises ServiceDown when it is neither a feed nor a sitemap, or declares entities."""
    if ENTITY.search(body[:65_536]):
        raise ServiceDown("It declares entities, as no feed needs to", permanent=True)
    kind = BEGINNING.match(body)
    try:
        listing = _sitemap(body, address) if kind else _feed(body, address)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ServiceDown(f"It cannot be read: {error}", permanent=False) from error
    dated = sorted(listing.articles, key=_date_of, reverse=True)
    return Listing(dated[:MOST_LISTED], listing.sitemaps)


def _date_of(one: Listed) -> datetime:
    return one.published_at or one.changed_at or datetime.min.replace(tzinfo=UTC)


def _sitemap(body: bytes, address: str) -> Listing:
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ServiceDown(f"It is not readable XML: {error}", permanent=False) from error
    if root is None:
        raise ServiceDown("It is not readable XML", permanent=False)
    if etree.QName(root).localname == "sitemapindex":
        inside = sorted(_children(root, "sitemap"), key=lambda one: _text(one, "lastmod"), reverse=True)
        return Listing([], [urljoin(address, _text(one, "loc")) for one in inside if _text(one, "loc")])
    return Listing([_of_sitemap(one, address) for one in _children(root, "url") if _text(one, "loc")], [])


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root if isinstance(one.tag, str) and etree.QName(one).localname == name]


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{SITEMAP}{name}") or element.findtext(name) or "").strip()


def _of_sitemap(element: etree._Element, address: str) -> Listed:
    news = f"{NEWS}news/{NEWS}"
    return Listed(
        address=urljoin(address, _text(element, "loc")),
        headline=html.unescape((element.findtext(f"{news}title") or "").strip())[:300],
        published_at=_iso((element.findtext(f"{news}publication_date") or "").strip()),
        changed_at=_iso(_text(element, "lastmod")),
    )


def _iso(said: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(said)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _feed(body: bytes, address: str) -> Listing:
    said = {"content-location": address, "content-type": "application/xml"}
    # As a stream: bytes alone would be taken for the name of a file, or for an address, when they look like one.
    parsed = feedparser.parse(BytesIO(body), response_headers=said, sanitize_html=False)
    if not parsed.get("version"):
        raise ServiceDown("It is neither a feed nor a sitemap", permanent=False)
    return Listing(list(_entries(parsed.entries, address)), [])


def _entries(entries: list[Any], address: str) -> Iterator[Listed]:
    for entry in entries:
        link = entry.get("link") or (entry.get("id", "") if str(entry.get("id", "")).startswith("http") else "")
        if link:
            yield Listed(
                address=urljoin(address, link),
                headline=_plain(entry.get("title", ""))[:300],
                summary=_plain(entry.get("summary", ""))[:LONGEST_SUMMARY],
                authors=tuple(_authors(entry))[:20],
                section=tuple(_plain(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", []))[:20],
                published_at=_moment(entry.get("published_parsed")),
                # Asked of the dict itself: feedparser gives the date of publication for one that is not said.
                changed_at=_moment(dict.get(entry, "updated_parsed")),
            )


def _authors(entry: Any) -> Iterator[str]:
    said = [str(one.get("name", "")) for one in entry.get("authors", [])] or [str(entry.get("author", ""))]
    for name in said:
        if plain := _plain(name)[:100]:
            yield plain


def _plain(said: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", said)).split())


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None
