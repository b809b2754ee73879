"""Discussions for their hosts: the list of threads, one thread with all its posts, and what hosts do."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.acts import close_thread, pin_post, reopen_thread, select_post, unpin_post, unselect_post
from parvis.conversations.hosting_reads import HostedPage, hosted_page, standing_counts, threads_page
from parvis.conversations.models import Closure, Thread
from parvis.conversations.rights import hosted_post, hosted_thread
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.moderation.models import Standing
from parvis.moderation.queue import open_cases_on
from parvis.publishers.rights import may, titles_for

HONOURS = {"pin": pin_post, "unpin": unpin_post, "select": select_post, "unselect": unselect_post}


@for_seats("read")
@require_safe
def threads(request: DeskRequest) -> HttpResponse:
    """The threads of one's titles, the last active first."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("title", "search", "state")}
    titles = titles_for(request.user.pk, "read").filter(**({"key": asked["title"]} if asked["title"] else {}))
    ids = list(titles.values_list("pk", flat=True))
    page = threads_page(title_ids=ids, search=asked["search"], state=asked["state"], after=request.GET.get("after", ""))
    context = {"page": page, "asked": asked, "tabs": _states(asked), "older_url": _with(asked, after=page.after)}
    if request.htmx:
        return render(request, "desk/_threads.html", context)
    return render(request, "desk/threads.html", frame(request, "threads") | context)


def _states(asked: dict[str, str]) -> list[dict[str, Any]]:
    kinds = [("", _("All")), ("held", _("With posts waiting")), ("closed", _("Closed ones"))]
    return [_tab(label, _with(asked, state=state), None, asked["state"] == state) for state, label in kinds]


def _tab(label: str, url: str, count: int | None, current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "count": count, "current": current}


def _with(asked: dict[str, str], **changed: str) -> str:
    """The address of the list with these changed; empty when what changes (a cursor) is empty."""
    if "after" in changed and not changed["after"]:
        return ""
    return "?" + urlencode({name: value for name, value in (asked | changed).items() if value})


@for_seats("read")
@require_safe
def thread(request: DeskRequest, thread_id: int) -> HttpResponse:
    """A thread with all its posts, held and removed included for those who judge or host there."""
    opened = hosted_thread(request.user.pk, thread_id, "read")
    show, around = request.GET.get("show", ""), number(request.GET.get("around"))
    page = hosted_page(thread=opened, show=show, before=request.GET.get("before", ""), around=around)
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
    return {"thread": opened, "rows": rows, "page": page, "closure": closure, "published": Standing.PUBLISHED, **rights}


def _shows(opened: Thread, show: str) -> list[dict[str, Any]]:
    counts = standing_counts(opened)
    waiting = counts.get("held", 0) + counts.get("hidden", 0)
    gone = sum(counts.get(standing, 0) for standing in ("refused", "removed", "withdrawn"))
    kinds: list[tuple[str, str, int | None]] = [("", _("All posts"), sum(counts.values())), ("held", _("Waiting"), waiting)]
    kinds += [("gone", _("Out of sight"), gone), ("honoured", _("Pinned and selected"), None)]
    return [_tab(label, f"?show={name}" if name else "?", count, show == name) for name, label, count in kinds]


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
