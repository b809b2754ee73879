"""What a title's look serves: its style sheet and its logo, at addresses that change with it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from parvis.publishers.looks.models import Look, style_of
from parvis.publishers.rights import nothing_here
from parvis.site.reads import title_keyed

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def look(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """The style sheet; an older version's address gives today's, for a page still open somewhere."""
    return _served(style_of(_look(key)).encode(), "text/css; charset=utf-8", is_current=_look(key).version == version)


look.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
def logo(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """The logo, as WebP."""
    found = _look(key)
    if found.logo is None:
        raise nothing_here()
    return _served(bytes(found.logo), "image/webp", is_current=found.version == version)


logo.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _look(key: str) -> Look:
    found = Look.objects.filter(title=title_keyed(key)).first()
    if found is None:
        raise nothing_here()
    return found


def _served(body: bytes, kind: str, *, is_current: bool) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = FOR_EVER if is_current else "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response
