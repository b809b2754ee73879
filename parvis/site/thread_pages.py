"""What the pages of threads and spaces say besides the words: sorts, canonical addresses, structured data, what one may do."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from parvis.conversations.models import Space, Thread
from parvis.conversations.openness import openness_of, why_closed
from parvis.conversations.rights import may_open
from parvis.conversations.structured import structured_data
from parvis.kit import clock
from parvis.publishers.models import Title
from parvis.publishers.policies import EffectivePolicy
from parvis.site.addresses import branch_address, slug_of, space_address, thread_address
from parvis.site.indexing import is_worth_indexing, is_worth_indexing_space
from parvis.site.places import space_page
from parvis.site.reads import Branch, thread_shown
from parvis.site.visitors import visitor_of


def moved_address(request: HttpRequest, thread: Thread, thread_id: int, slug: str) -> str:
    """Where the thread is read today when it is not there: joined to another, or under another heading; else empty."""
    asked = request.META["QUERY_STRING"]
    return "" if thread.pk == thread_id and slug == slug_of(thread) else thread_address(thread) + (f"?{asked}" if asked else "")


def thread_context(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    """A page of the thread for its template. Raises Refusal 422 for an unknown sort or a bad cursor."""
    sort, after = request.GET.get("sort", "newest"), request.GET.get("after", "")
    shown = thread_shown(thread, sort, after)
    place = request.build_absolute_uri(thread_address(thread))
    is_first = not after
    return {
        "shown": shown,
        "thread": thread,
        "sort": sort,
        "sorts": sorts(sort),
        "is_first": is_first,
        "next_url": f"?{urlencode({'sort': sort, 'after': shown.next})}" if shown.next else "",
        "closed": closed_said(thread, shown.policy),
        "editable_since": clock.now() - timedelta(minutes=shown.policy.edit_minutes),
        "canonical": _canonical(request, thread, sort, is_first=is_first),
        "noindex": sort != "newest" or not is_worth_indexing(thread),
        "description": _said(shown.posts),
        "og_type": "article",
        "structured": structured_data(
            thread, shown.posts, page_address=place, discussion=place, part_of=_part_of(request, thread)
        ),
    }


def _said(posts: list[dict[str, Any]]) -> str:
    words = next((strip_tags(post["html"]) for post in posts if not post["gone"]), "")
    return " ".join(words.split())[:200]


def _part_of(request: HttpRequest, thread: Thread) -> dict[str, str] | None:
    if thread.space is None:
        return None
    return {"name": thread.space.name, "url": request.build_absolute_uri(space_address(thread.title, thread.space))}


def _canonical(request: HttpRequest, thread: Thread, sort: str, *, is_first: bool) -> str:
    """The comments of an article belong to its address; further pages are their own; other orders are the first page's."""
    if not is_first and sort == "newest":
        return self_address(request, "after")
    return thread.article.address if thread.article else request.build_absolute_uri(thread_address(thread))


def self_address(request: HttpRequest, *kept: str) -> str:
    """The page's own address, with only these of its parameters."""
    query = urlencode([(name, request.GET[name]) for name in kept if name in request.GET])
    return request.build_absolute_uri(request.path) + (f"?{query}" if query else "")


def branch_context(request: HttpRequest, thread: Thread, shown: Branch) -> dict[str, Any]:
    """A page of a branch for its template."""
    place = request.build_absolute_uri(branch_address(thread, shown.root.post["id"]))
    whole = request.build_absolute_uri(thread_address(thread))
    return {
        "shown": shown,
        "thread": thread,
        "address": thread_address(thread),
        "next_url": f"?after={shown.more}" if shown.more else "",
        "canonical": self_address(request, "after"),
        "noindex": True if thread.is_own else not is_worth_indexing(thread),
        "structured": "" if thread.is_own else structured_data(thread, shown.posts, page_address=place, discussion=whole),
    }


def sorts(current: str) -> list[dict[str, Any]]:
    """The orders a thread can be read in, as tabs."""
    labels = {"newest": _("Newest"), "oldest": _("Oldest"), "reacted": _("Most reactions"), "discussed": _("Most discussed")}
    labels |= {"worth": _("Worth reading")}
    return [{"label": label, "url": f"?sort={key}", "current": key == current, "count": None} for key, label in labels.items()]


def closed_said(thread: Thread, policy: EffectivePolicy) -> str:
    """Why nobody may write now; empty while the discussion is open. The thread's open closures must be at hand."""
    return why_closed(thread, policy, openness_of(thread, policy))


def space_context(request: HttpRequest, title: Title, space: Space) -> dict[str, Any]:
    """A page of a space for its template. Raises Refusal 422 for an unknown sort or a bad cursor.

    A space that a group shares belongs to the first of its titles, for search engines.
    """
    sort, after = request.GET.get("sort", "active"), request.GET.get("after", "")
    shown = space_page(space, sort, after)
    labels = {"active": _("Last active"), "newest": _("Newest"), "discussed": _("Most discussed")}
    tabs = [{"label": label, "url": f"?sort={key}", "current": key == sort, "count": None} for key, label in labels.items()]
    own = request.build_absolute_uri(space_address(title, space))
    following = shown.page.next
    return {
        "space": space,
        "shown": shown,
        "sorts": tabs,
        "sort": sort,
        "is_first": not after,
        "next_url": f"?{urlencode({'sort': sort, 'after': following})}" if following else "",
        "may_open": may_open(visitor_of(request, title).member, title, space),
        "canonical": self_address(request, "after") if after and sort == "active" else own,
        "noindex": sort != "active" or space.title_id is None or not is_worth_indexing_space(space, shown.holding.threads),
        "description": space.description,
        "space_feed": {"url": f"{space_address(title, space)}feed.atom", "title": f"{space.name} · {title.name}"},
    }
