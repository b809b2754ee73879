"""Lists for a publisher's own pages: latest, most active, selected; as JSON, as HTML to include, as feeds."""

import gzip
import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition
from feedgen.feed import FeedGenerator

from parvis.conversations.highlights import KINDS, highlights, permanent_address
from parvis.embed.doors import for_pages
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here
from parvis.publishers.titles import title_keyed

MOST = 30
#: Any cache may keep a list for thirty seconds, and show it ten minutes more while it asks again.
KEPT = "public, max-age=30, stale-while-revalidate=600"
SCRIPT = Path(__file__).parent / "static" / "widgets" / "widgets.js"


@for_pages("GET", "HEAD")
def widget(request: HttpRequest) -> HttpResponse:
    """A list as JSON, for `<parvis-list>` or a page of one's own making."""
    title, kind = _asked(request)
    told = {"kind": kind, "heading": heading(kind), "title": title.name, "items": _items(request, title, kind)}
    return _kept(request, msgspec.json.encode(told), "application/json")


@for_pages("GET", "HEAD")
def widget_fragment(request: HttpRequest) -> HttpResponse:
    """The same as HTML, to be included by the publisher's server inside `<parvis-list>`, or alone."""
    title, kind = _asked(request)
    items = [{**item, "moment": _moment(item["at"])} for item in _items(request, title, kind)]
    context = {"kind": kind, "heading": heading(kind), "items": items, "title": title}
    return _kept(request, render_to_string("embed/widget.html", context).encode(), "text/html; charset=utf-8")


def _moment(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


@for_pages("GET", "HEAD")
def feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The same as a feed: RSS 2.0, or JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    title, kind = _asked(request, kind)
    items = _items(request, title, kind, usual=20)
    if form == "rss":
        return _kept(request, _rss(request, title, kind, items), "application/rss+xml; charset=utf-8")
    return _kept(request, msgspec.json.encode(_json_feed(request, title, kind, items)), "application/feed+json")


def heading(kind: str) -> str:
    """What a list is called."""
    return {"latest": _("Latest comments"), "active": _("Most discussed"), "selected": _("Chosen by the newsroom")}[kind]


def _asked(request: HttpRequest, kind: str = "") -> tuple[Title, str]:
    """The title and the kind of list. Raises Refusal 404 for an unknown title, 422 for an unknown kind."""
    kind = kind or request.GET.get("kind", "latest")
    if kind not in KINDS:
        raise Refusal("unknown_list", 422, _("Choose among: %(kinds)s.") % {"kinds": ", ".join(KINDS)}, field="kind")
    key = request.GET.get("title", "")
    if "\x00" in key:
        raise nothing_here()
    return title_keyed(key), kind


def _items(request: HttpRequest, title: Title, kind: str, usual: int = 5) -> list[dict[str, Any]]:
    asked = request.GET.get("count", "")
    count = min(max(int(asked), 1), MOST) if asked.isdecimal() and len(asked) < 5 else usual
    section = request.GET.get("section", "").replace("\x00", "")[:60]
    return highlights(title=title, kind=kind, count=count, section=section)


def _kept(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """The answer, or 304 when the asker has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    if tag in request.headers.get("If-None-Match", "").replace("W/", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"], response["Cache-Control"] = tag, KEPT
    return response


def _rss(request: HttpRequest, title: Title, kind: str, items: list[dict[str, Any]]) -> bytes:
    made = FeedGenerator()
    made.title(f"{heading(kind)} · {title.name}")
    made.link(href=f"{settings.PARVIS_ADDRESS}/t/{title.key}/")
    made.link(href=_self(request), rel="self")
    made.description(_("The discussions of %(title)s") % {"title": title.name})
    made.language(get_language() or "fr")
    for item in items:
        entry = made.add_entry(order="append")
        entry.title(_named(item))
        entry.link(href=item["address"])
        entry.guid(_identifier(item), permalink="text" in item)
        if item["at"]:
            entry.pubDate(item["at"])
        if "text" in item:
            entry.description(item["html"])
            entry.author(name=item["author"])
    return bytes(made.rss_str(pretty=False))


def _json_feed(request: HttpRequest, title: Title, kind: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    home = f"{settings.PARVIS_ADDRESS}/t/{title.key}/"
    head = {"version": "https://jsonfeed.org/version/1.1", "title": f"{heading(kind)} · {title.name}", "home_page_url": home}
    head |= {"feed_url": _self(request), "language": get_language() or "fr"}
    return head | {"items": [_json_item(item) for item in items]}


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    said = {"id": _identifier(item), "url": item["address"], "title": _named(item)}
    said |= {"date_published": item["at"]} if item["at"] else {}
    if "text" not in item:
        return said | {"content_text": item["thread"]["name"]}
    return said | {"content_html": item["html"], "summary": item["text"], "authors": [{"name": item["author"]}]}


def _named(item: dict[str, Any]) -> str:
    name: str = item["thread"]["name"]
    return _("%(name)s on “%(thread)s”") % {"name": item["author"], "thread": name} if "text" in item else name


def _identifier(item: dict[str, Any]) -> str:
    return permanent_address(item["id"]) if "text" in item else f"{settings.PARVIS_ADDRESS}/t/#{item['id']}"


def _self(request: HttpRequest) -> str:
    return f"{settings.PARVIS_ADDRESS}{request.get_full_path()}"


@cache
def _script() -> tuple[bytes, bytes, str]:
    body = SCRIPT.read_bytes()
    return body, gzip.compress(body, 9, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:20]}"'


@for_pages("GET", "HEAD")
@condition(etag_func=lambda request: _script()[2])
def script(request: HttpRequest) -> HttpResponse:
    """The lists' one script, kept for ten minutes by the reader's browser."""
    body, packed, _tag = _script()
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_gzip else body, content_type="text/javascript; charset=utf-8")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=600, stale-while-revalidate=86400"
    return response
