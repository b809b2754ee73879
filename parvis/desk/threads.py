"""Discussions for their hosts: the list of threads, one thread with all its posts, and what hosts do."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.acts import (
    close_thread,
    pin_post,
    reopen_thread,
    see_summons,
    select_post,
    unpin_post,
    unselect_post,
)
from parvis.conversations.arranging_reads import colleagues_at, summons_in, undoable_in
from parvis.conversations.hosting_reads import HostedPage, ThreadFilters, hosted_page, standing_counts, threads_page
from parvis.conversations.models import Closure, Post, Thread
from parvis.conversations.rights import hosted_post, hosted_thread
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.now import places_of
from parvis.desk.saved import rows_of
from parvis.moderation.models import Standing
from parvis.moderation.queue import open_cases_on
from parvis.publishers.models import Role
from parvis.publishers.rights import may, may_anywhere, nothing_here, titles_for

HONOURS = {"pin": pin_post, "unpin": unpin_post, "select": select_post, "unselect": unselect_post}


@for_seats("read")
@require_safe
def threads(request: DeskRequest) -> HttpResponse:
    """The threads of one's titles, the last active first."""
    filters = ThreadFilters.of(request.GET)
    titles = titles_for(request.user.pk, "read").filter(**({"key": filters.title} if filters.title else {}))
    ids = list(titles.values_list("pk", flat=True))
    page = threads_page(title_ids=ids, filters=filters, after=request.GET.get("after", ""))
    older = filters.query_with(after=page.after) if page.after else ""
    context = {"page": page, "filters": filters, "tabs": _states(filters), "older_url": older}
    context["hosts"] = may_anywhere(request.seats, "host")
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_threads.html", context)
    context |= places_of(request, filters.title) | {"views": rows_of(request, "threads"), "view_place": "threads"}
    return render(request, "desk/threads.html", frame(request, "threads", title_key=filters.title) | context)


def _states(filters: ThreadFilters) -> list[dict[str, Any]]:
    kinds = [("", _("All")), ("held", _("With posts waiting")), ("closed", _("Closed ones"))]
    return [_tab(label, filters.query_with(state=state), None, filters.state == state) for state, label in kinds]


def _tab(label: str, url: str, count: int | None, current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "count": count, "current": current}


@for_seats("read")
@require_safe
def thread(request: DeskRequest, thread_id: int) -> HttpResponse:
    """A thread with all its posts, held and removed included for those who judge or host there."""
    opened = hosted_thread(request.user.pk, thread_id, "read")
    show, around = request.GET.get("show", ""), number(request.GET.get("around"))
    page = hosted_page(thread=opened, show=show, before=request.GET.get("before", ""), around=around)
    see_summons(account_id=request.user.pk, thread_id=opened.pk)
    context = _thread_context(request, opened, page) | {"show": show, "around": around, "tabs": _shows(opened, show)}
    return render(request, "desk/thread.html", frame(request, "threads", title_key=opened.title.key) | context)


def _thread_context(request: DeskRequest, opened: Thread, page: HostedPage) -> dict[str, Any]:
    place: dict[str, Any] = {"title": opened.title, "section_id": opened.section_id}
    judges, hosts = may(request.seats, "moderate", **place), may(request.seats, "host", **place)
    closure = Closure.objects.filter(thread=opened, ended_at__isnull=True).select_related("account").first()
    cases = open_cases_on([hosted.post.subject for hosted in page.posts]) if judges else {}
    rows = [{"hosted": hosted, "post": hosted.post, "case": cases.get(hosted.post.subject)} for hosted in page.posts]
    rights = {"judges": judges, "hosts": hosts, "sees_all": judges or hosts}
    rights["opens_files"] = may(request.seats, "members", **place)
    rights["answers"] = may(request.seats, "read", **place) and any(seat.role != Role.GUEST for seat in request.seats)
    asked = {"undoable": undoable_in(opened) if hosts else [], "summons": summons_in(opened) if judges or hosts else []}
    asked["colleagues"] = colleagues_at(opened.title) if hosts else []
    known = {"thread": opened, "rows": rows, "page": page, "closure": closure, "published": Standing.PUBLISHED}
    return known | rights | asked


def _shows(opened: Thread, show: str) -> list[dict[str, Any]]:
    counts = standing_counts(opened)
    waiting = counts.get("held", 0) + counts.get("hidden", 0)
    gone = sum(counts.get(standing, 0) for standing in ("refused", "removed", "withdrawn"))
    kinds: list[tuple[str, str, int | None]] = [("", _("All posts"), sum(counts.values())), ("held", _("Waiting"), waiting)]
    kinds += [("gone", _("Out of sight"), gone), ("honoured", _("Pinned and selected"), None)]
    return [_tab(label, f"?show={name}" if name else "?", count, show == name) for name, label, count in kinds]


@for_seats("read")
@require_safe
def post(request: DeskRequest, post_id: int) -> HttpResponse:
    """Leads to the post, in whatever thread it is now. Raises Refusal 404."""
    known = Post.objects.filter(pk=post_id, thread__title__in=titles_for(request.user.pk, "read")).first()
    if known is None:
        raise nothing_here()
    return redirect(f"{reverse('desk:thread', args=[known.thread_id])}?around={post_id}#post-{post_id}")


@for_seats("host")
@require_POST
def honour(request: DeskRequest, post_id: int) -> HttpResponse:
    """Pins, selects, or takes it back, as `honour` says; then the same page, at the post."""
    act = HONOURS.get(request.POST.get("honour", ""))
    post = hosted_post(request.user.pk, post_id)
    if act:
        act(account_id=request.user.pk, post_id=post_id)
    return redirect(_back(request, post.thread_id, post_id))


@for_seats("host")
@require_POST
def close(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Closes the thread, with the reason readers will see."""
    close_thread(account_id=request.user.pk, thread_id=thread_id, reason=request.POST.get("reason", "")[:1000])
    messages.success(request, _("The discussion is closed."))
    return redirect("desk:thread", thread_id)


@for_seats("host")
@require_POST
def reopen(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Opens the thread again."""
    reopen_thread(account_id=request.user.pk, thread_id=thread_id)
    messages.success(request, _("The discussion is open again."))
    return redirect("desk:thread", thread_id)


def _back(request: DeskRequest, thread_id: int, post_id: int) -> str:
    asked = {name: request.POST.get(name, "") for name in ("show", "before")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('desk:thread', args=[thread_id])}{'?' if query else ''}{query}#post-{post_id}"
