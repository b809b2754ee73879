"""The square's search: words in the posts and headlines of a title, or of all those of its group."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.conversations.searching.asked import LONGEST, asked_of
from parvis.conversations.searching.measures import Where
from parvis.conversations.searching.reads import search_posts
from parvis.moderation.models import Standing
from parvis.publishers.models import Title
from parvis.site.addresses import found_address, thread_address
from parvis.site.frames import of_title
from parvis.site.reads import title_keyed


@require_safe
def search(request: HttpRequest, key: str) -> HttpResponse:
    """What readers may see of what was found; nothing but the field while nothing is asked."""
    title = title_keyed(key)
    return render(request, "site/search.html", of_title(request, title) | search_context(request, title))


search.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def search_context(request: HttpRequest, title: Title) -> dict[str, Any]:
    """The page of results. Raises Refusal 422 for a question too long, unreadable, or a bad cursor."""
    given = {name: request.GET.get(name, "") for name in ("q", "sort", "scope", "after")}
    asked, by_date = asked_of(given["q"]), given["sort"] == "date"
    family = list(Title.objects.filter(group=title.group_id).order_by("name"))
    titles = family if given["scope"] == "group" else [title]
    where = Where((), standing=str(Standing.PUBLISHED))
    page = search_posts(asked=asked, titles=titles, where=where, by_date=by_date, after=given["after"])
    return {
        "asked": asked,
        "page": page,
        "hits": [(hit, found_address(hit.post)) for hit in page.hits],
        "threads": [(thread, thread_address(thread)) for thread in page.threads],
        "longest": LONGEST,
        "sorts": _tabs(given, "sort", {"": _("Most relevant"), "date": _("Newest")}),
        "scopes": _tabs(given, "scope", {"": title.name, "group": _("All our titles")}) if len(family) > 1 else [],
        "scope": given["scope"],
        "sort": given["sort"],
        "across": len(titles) > 1,
        "is_first": not given["after"],
        "next_url": _with(given, after=page.next) if page.next else "",
        "first_url": _with(given, after=""),
        "instead_url": _with(given, q=page.instead, after="") if page.instead else "",
        "noindex": True,
    }


def _tabs(given: dict[str, str], name: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    chosen = given[name] if given[name] in labels else ""
    return [
        {"label": label, "url": _with(given, after="", **{name: value}), "current": value == chosen, "count": None}
        for value, label in labels.items()
    ]


def _with(given: dict[str, str], **changed: str) -> str:
    return "?" + urlencode({name: value for name, value in (given | changed).items() if value})
