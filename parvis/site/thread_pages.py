"""What a thread's pages say besides the words: sorts, pages, canonical addresses, structured data."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.conversations.models import Thread
from parvis.conversations.openness import openness_of, why_closed
from parvis.conversations.structured import structured_data
from parvis.publishers.policies import EffectivePolicy
from parvis.site.addresses import branch_address, thread_address
from parvis.site.reads import Branch, thread_shown

#: Below as many visible posts, search engines are asked to pass by.
SUBSTANTIAL = 3


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
        "canonical": _canonical(request, thread, sort, is_first=is_first),
        "noindex": thread.visible_posts < SUBSTANTIAL or sort != "newest",
        "structured": structured_data(thread, shown.posts, page_address=place, discussion=place),
    }


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
        "noindex": thread.visible_posts < SUBSTANTIAL,
        "structured": structured_data(thread, shown.posts, page_address=place, discussion=whole),
    }


def sorts(current: str) -> list[dict[str, Any]]:
    """The orders a thread can be read in, as tabs."""
    labels = {"newest": _("Newest"), "oldest": _("Oldest"), "reacted": _("Most reactions"), "discussed": _("Most discussed")}
    labels |= {"worth": _("Worth reading")}
    return [{"label": label, "url": f"?sort={key}", "current": key == current, "count": None} for key, label in labels.items()]


def closed_said(thread: Thread, policy: EffectivePolicy) -> str:
    """Why nobody may write now; empty while the discussion is open. The thread's open closures must be at hand."""
    return why_closed(thread, policy, openness_of(thread, policy))
