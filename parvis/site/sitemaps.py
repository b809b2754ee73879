"""The sitemap: an index of files of at most 10,000 addresses, each streamed from one query, with the dates of real changes.

Only pages that are their own canonical are listed: a discussion under an article belongs to the article.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from parvis.conversations.models import Profile, Thread
from parvis.conversations.reads import LARGEST
from parvis.publishers.rights import nothing_here
from parvis.site.addresses import member_address, space_address, thread_address
from parvis.site.indexing import WORTHY_PROFILES, WORTHY_THREADS
from parvis.site.measures import MOST_ADDRESSES, sitemap_files
from parvis.site.places import spaces_of
from parvis.site.reads import title_keyed

KIND = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Listed = Iterator[tuple[str, datetime | None]]


@require_safe
@cache_control(public=True, max_age=600)
def index(request: HttpRequest) -> HttpResponse:
    """Every file of the sitemap with the last change of what it lists."""
    rows = []
    for file in sitemap_files():
        address = request.build_absolute_uri(f"/sitemaps/{file.title_key}/{file.kind}-{file.first}.xml")
        rows.append(f"<sitemap><loc>{escape(address)}</loc><lastmod>{_moment(file.changed)}</lastmod></sitemap>\n")
    body = f'{HEAD}<sitemapindex xmlns="{SPACE}">\n{"".join(rows)}</sitemapindex>\n'
    return HttpResponse(body, content_type=KIND)


index.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_safe
@cache_control(public=True, max_age=600)
def file(request: HttpRequest, key: str, kind: str, first: int) -> StreamingHttpResponse:
    """One file: the threads, spaces or members of a title from a row on."""
    title = title_keyed(key)
    if kind not in _LISTS or first > LARGEST:
        raise nothing_here()
    return StreamingHttpResponse(_lines(request, _LISTS[kind](title, first)), content_type=KIND)


file.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _lines(request: HttpRequest, listed: Listed) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{SPACE}">\n'
    house = request.build_absolute_uri("/").rstrip("/")
    for path, changed in listed:
        dated = f"<lastmod>{_moment(changed)}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(house + path)}</loc>{dated}</url>\n"
    yield "</urlset>\n"


def _threads(title: Any, first: int) -> Listed:
    rows = Thread.objects.filter(WORTHY_THREADS, title=title, pk__gte=first).order_by("pk")
    for thread in rows.only("heading", "last_post_at", "title_id", "article_id")[:MOST_ADDRESSES].iterator(chunk_size=2000):
        thread.title, thread.article = title, None
        yield thread_address(thread), thread.last_post_at


def _spaces(title: Any, _first: int) -> Listed:
    for shown in spaces_of(title):
        if shown.space.title_id == title.pk and shown.holding.last_at:
            yield space_address(title, shown.space), shown.holding.last_at


def _members(title: Any, first: int) -> Listed:
    rows = Profile.objects.filter(WORTHY_PROFILES, title=title, member__gte=first).select_related("member").order_by("member")
    for profile in rows[:MOST_ADDRESSES].iterator(chunk_size=2000):
        yield member_address(title, profile.member_id, profile.member.pseudonym), profile.changed_at


_LISTS = {"threads": _threads, "spaces": _spaces, "members": _members}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
