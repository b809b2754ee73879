"""What machines ask of the square before reading it: robots.txt, the mark of the house."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from parvis.site import robots


@require_safe
@cache_control(public=True, max_age=86400)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What search engines may read here, and where the sitemap is."""
    text = f"{robots.TEXT}\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


robots_txt.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
@cache_control(public=True, max_age=604800)
def favicon(request: HttpRequest) -> HttpResponse:
    """The house's mark, for browsers that ask without reading the page."""
    return HttpResponse(Path(str(finders.find("ui/parvis.svg"))).read_bytes(), content_type="image/svg+xml")


favicon.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
