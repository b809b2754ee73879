"""A single post elsewhere: its card in a frame, its picture, its own address, and how other sites find them (oEmbed)."""

import hashlib
import re
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as Xml

import msgspec
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import condition, require_safe

from parvis.conversations.highlights import (
    Quoted,
    excerpt,
    permanent_address,
    post_address,
    post_shown_for,
    quoted,
)
from parvis.conversations.reads import thread_numbered
from parvis.embed.doors import for_pages
from parvis.embed.pictures import HEIGHT, WIDTH, drawing_of, picture_of, words_of_gone
from parvis.kit.refusals import Refusal
from parvis.publishers.rights import nothing_here

#: How long other sites may keep a card, in seconds: a removal is seen everywhere after as long.
KEPT = 300
WIDE, NARROW = 560, 240
_POST = re.compile(r"/(?:p|embed/card)/(\d{1,18})(?:/|\.svg|\.png|$)")
_FRAGMENT = re.compile(r"parvis-(\d{1,18})")
_THREAD = re.compile(r"/t/[\w-]+/(\d{1,18})(?:/|$)")


def _tag(request: HttpRequest, post_id: int, form: str) -> str:
    said = f"{quoted(post_id).version}.{request.LANGUAGE_CODE}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"]})  # type: ignore[arg-type]  # knows no argument of the address
def card(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post alone, without a script, to stand in a frame of any site; once removed, it says so."""
    shown = quoted(post_id)
    response = render(request, "embed/card.html", _context(shown))
    response["Cache-Control"] = f"public, max-age=60, stale-while-revalidate={KEPT}"
    response["X-Robots-Tag"] = "noindex, indexifembedded"
    return response


card.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def permalink(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post's own address: itself, its picture for those who share it, and the way to its discussion."""
    shown = quoted(post_id)
    place = urlencode({"url": permanent_address(post_id)})
    found = {name: f"{settings.PARVIS_ADDRESS}/oembed?{place}&format={name}" for name in ("json", "xml")}
    return render(request, "embed/permalink.html", _context(shown) | {"oembed": found})


permalink.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _context(shown: Quoted) -> dict[str, Any]:
    post = shown.post
    picture = f"{settings.PARVIS_ADDRESS}/embed/card/{post.pk}.png"
    said = {"shown": shown, "post": post, "thread": post.thread, "title": post.thread.title, "read_at": post_address(post)}
    said |= {"gone": words_of_gone(shown.gone) if shown.gone else "", "excerpt": excerpt(shown.text, 200), "picture": picture}
    return said | {"width": WIDTH, "height": HEIGHT, "address": permanent_address(post.pk)}


@require_safe
@condition(etag_func=_tag)
def picture(request: HttpRequest, post_id: int, form: str) -> HttpResponse:
    """The post as a picture, svg or png."""
    drawing = drawing_of(quoted(post_id))
    body, kind = (drawing.encode(), "image/svg+xml") if form == "svg" else (picture_of(drawing), "image/png")
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = f"public, max-age={KEPT}, stale-while-revalidate=86400"
    response["Access-Control-Allow-Origin"] = "*"
    return response


picture.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@for_pages("GET", "HEAD")
def oembed(request: HttpRequest) -> HttpResponse:
    """What another site puts in its page for the address of a post (https://oembed.com, type rich), JSON or XML."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        raise Refusal("unknown_format", 501, _("Ask for the format json or xml."))
    told = _told(quoted(_post_named(request.GET.get("url", ""))), _limit(request, "maxwidth"), _limit(request, "maxheight"))
    if form == "xml":
        response = HttpResponse(_as_xml(told), content_type="text/xml; charset=utf-8")
    else:
        response = HttpResponse(msgspec.json.encode(told), content_type="application/json")
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


def _post_named(address: str) -> int:
    """The post an address of this house, or of an article, leads to. Raises Refusal 404."""
    try:
        parts = urlsplit(address[:2100])
    except ValueError:
        raise nothing_here() from None
    if found := _FRAGMENT.fullmatch(parts.fragment):
        return int(found[1])
    if parts.netloc != urlsplit(settings.PARVIS_ADDRESS).netloc:
        raise nothing_here()
    if found := _POST.match(parts.path):
        return int(found[1])
    thread = thread_numbered(int(found[1])) if (found := _THREAD.match(parts.path)) else None
    post_id = post_shown_for(thread) if thread and thread.is_shown else None
    if post_id is None:
        raise nothing_here()
    return post_id


def _limit(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 0


def _told(shown: Quoted, most_wide: int, most_high: int) -> dict[str, Any]:
    post, title = shown.post, shown.post.thread.title
    width = min(WIDE, most_wide) if most_wide else WIDE
    # Lines of the card: about a letter to 8.4 pixels, 27 pixels to a line, 170 around.
    high = 170 + 27 * max(2, -(-len(shown.text) * 84 // (10 * max(width - 60, 60))) + shown.text.count("\n"))
    height = min(high, most_high or high, 720)
    name = words_of_gone(shown.gone) if shown.gone else _("A post by %(name)s") % {"name": post.author.pseudonym}
    frame = (
        f'<iframe src="{escape(settings.PARVIS_ADDRESS)}/embed/card/{post.pk}/" title="{escape(name)}" width="{width}" '
        f'height="{height}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" style="border:0"></iframe>'
    )
    told: dict[str, Any] = {"version": "1.0", "type": "rich", "title": f"{name} · {post.thread.name}", "html": frame}
    told |= {"width": width, "height": height, "cache_age": KEPT}
    told |= {"provider_name": title.name, "provider_url": f"{settings.PARVIS_ADDRESS}/t/{title.key}/"}
    told |= {} if shown.gone else {"author_name": post.author.pseudonym, "author_url": permanent_address(post.pk)}
    scale = min(1.0, (most_wide or WIDTH) / WIDTH, (most_high or HEIGHT) / HEIGHT)
    if scale == 1.0:  # a picture larger than what was asked is not offered
        told |= {"thumbnail_url": f"{settings.PARVIS_ADDRESS}/embed/card/{post.pk}.png"}
        told |= {"thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return told


def _as_xml(told: dict[str, Any]) -> bytes:
    root = Xml.Element("oembed")
    for name, value in told.items():
        Xml.SubElement(root, name).text = str(value)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))
