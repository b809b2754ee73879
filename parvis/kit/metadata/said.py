"""The places of a page where it speaks of itself."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

_OTHER_ARTICLES = frozenset({"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"})
_DEEPEST = 6


class Said:
    """What a page's HTML (any text) says: `article` is its JSON-LD article ({} without one), `title` its title…"""

    def __init__(self, html: str) -> None:
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        root = etree.fromstring(html.replace("\x00", "").encode("utf-8", "replace") or b"<p>", parser)
        self._root = root if root is not None else etree.Element("html")
        self._metas = self._read_metas()
        self.article = next(self._articles(), {})

    def meta(self, *names: str) -> list[str]:
        """Give the contents of the meta tags of these names or properties, in the order of the names."""
        return [content for name in names for content in self._metas.get(name, [])]

    @property
    def title(self) -> str:
        return self._root.findtext(".//title") or ""

    @property
    def language(self) -> str:
        return self._root.get("lang") or ""

    @property
    def canonical(self) -> str:
        links = self._root.iterfind(".//link[@href]")
        return next((link.get("href", "") for link in links if "canonical" in link.get("rel", "").lower().split()), "")

    def _read_metas(self) -> dict[str, list[str]]:
        metas: dict[str, list[str]] = {}
        for tag in self._root.iterfind(".//meta[@content]"):
            for attribute in ("property", "name", "http-equiv"):
                metas.setdefault(tag.get(attribute, "").strip().lower(), []).append(tag.get("content", ""))
        return metas

    def _articles(self) -> Iterator[dict[str, Any]]:
        for script in self._root.iterfind(".//script[@type]"):
            if script.get("type", "").split(";")[0].strip().lower() == "application/ld+json":
                yield from _articles_in(_parsed(script.text or ""), _DEEPEST)


def _parsed(text: str) -> Any:
    """Pages put line ends inside strings and comments around the whole: what is still no JSON is None."""
    text = text.strip().removeprefix("<![CDATA[").removeprefix("<!--").removesuffix("-->").removesuffix("]]>").rstrip(" \n;")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _articles_in(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for one in data:
            yield from _articles_in(one, depth - 1)
    elif isinstance(data, dict):
        if _is_article(data.get("@type")):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles_in(data.get(key), depth - 1)


def _is_article(kinds: Any) -> bool:
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    short = [name.rpartition("/")[2].rpartition(":")[2] for name in names]
    return any(name.endswith("Article") or name in _OTHER_ARTICLES for name in short)
