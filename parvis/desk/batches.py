"""Many threads or members at once: what will be done to each, then how far it is, then what came of it."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.hosting_reads import ThreadFilters, threads_found
from parvis.conversations.models import Closure, Thread
from parvis.desk.acts import draft_batch, step_batch, undo_batch
from parvis.desk.acts.batches import MOST
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.models import Batch
from parvis.members.files import members_for
from parvis.moderation.directory import MemberFilters, members_found
from parvis.publishers.rights import may, titles_for

PLACES = {"close": "threads", "reopen": "threads", "watch": "members", "unwatch": "members"}
SHOWN = 200


@for_seats("read")
@require_POST
def new(request: DeskRequest) -> HttpResponse:
    """Drafts the batch of what is ticked, or of all that the list's filters keep; then shows it."""
    act = request.POST.get("act", "")
    ticked = [pk for pk in map(number, request.POST.getlist("item")) if pk]
    items = _matching(request, PLACES.get(act, "")) if request.POST.get("all") else ticked
    batch = draft_batch(account_id=request.user.pk, act=act, items=items)
    return redirect("desk:batch", batch.pk)


def _matching(request: DeskRequest, place: str) -> list[int]:
    asked = dict(parse_qsl(request.POST.get("query", "").lstrip("?")))
    if place == "members":
        found = members_found(account_id=request.user.pk, filters=MemberFilters.of(asked)).order_by("-pk")
        return list(found.values_list("pk", flat=True)[: MOST + 1])
    titles = titles_for(request.user.pk, "host").filter(**({"key": asked["title"]} if asked.get("title") else {}))
    threads = threads_found(title_ids=list(titles.values_list("pk", flat=True)), filters=ThreadFilters.of(asked))
    return list(threads.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])


@for_seats("read")
@require_safe
def show(request: DeskRequest, batch_id: int) -> HttpResponse:
    """The batch: what it will do, while it is a draft; then how far it is, and what came of each."""
    batch = get_object_or_404(Batch, pk=batch_id, account=request.user)
    place = PLACES[batch.act]
    rows = _rows(request, batch)
    context: dict[str, Any] = {"batch": batch, "place": place, "rows": rows[:SHOWN], "hidden": max(len(rows) - SHOWN, 0)}
    context |= {outcome: sum(1 for row in rows if row["outcome"] == outcome) for outcome in ("done", "same", "refused")}
    context["is_undone"] = Batch.objects.filter(undoes=batch).exists()
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_batch.html", context)
    return render(request, "desk/batch.html", frame(request, place) | context)


def _rows(request: DeskRequest, batch: Batch) -> list[dict[str, Any]]:
    """Each line with what will be done to it (or was): done, same, refused."""
    known = _members(request, batch) if PLACES[batch.act] == "members" else _threads(request, batch)
    told = {pk: (outcome, words) for pk, outcome, words in batch.results}
    rows = []
    for pk in batch.items:
        name, outcome = known.get(pk, ("", "refused"))
        outcome, words = told.get(pk, (outcome, ""))
        rows.append({"pk": pk, "name": name, "outcome": outcome, "words": words})
    return rows


def _threads(request: DeskRequest, batch: Batch) -> dict[int, tuple[str, str]]:
    """Two queries: the threads one sees, and which are closed."""
    seen = Thread.objects.filter(pk__in=batch.items, title__in=titles_for(request.user.pk, "read"))
    closed = set(Closure.objects.filter(thread__in=batch.items, ended_at__isnull=True).values_list("thread", flat=True))
    rows = {}
    for thread in seen.select_related("article", "title"):
        is_so = (thread.pk in closed) == (batch.act == "close")
        allowed = may(request.seats, "host", title=thread.title, section_id=thread.section_id)
        rows[thread.pk] = (thread.name, ("same" if is_so else "done") if allowed else "refused")
    return rows


def _members(request: DeskRequest, batch: Batch) -> dict[int, tuple[str, str]]:
    seen = members_for(request.user.pk).filter(pk__in=batch.items)
    return {one.pk: (str(one), "same" if one.is_premoderated == (batch.act == "watch") else "done") for one in seen}


@for_seats("read")
@require_POST
def step(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Does the next ones; the page goes on by itself until all is done."""
    kept = {pk for pk in map(number, request.POST.getlist("item")) if pk} or None
    hidden = request.POST.get("hidden") == "1"
    step_batch(
        account_id=request.user.pk, batch_id=batch_id, reason=request.POST.get("reason", ""), kept=None if hidden else kept
    )
    return show_again(request, batch_id)


@for_seats("read")
@require_POST
def undo(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Does the contrary to all that was changed."""
    contrary = undo_batch(account_id=request.user.pk, batch_id=batch_id)
    return redirect("desk:batch", contrary.pk)


def show_again(request: DeskRequest, batch_id: int) -> HttpResponse:
    """The fragment for htmx, the page for the others."""
    if request.htmx:
        request.method = "GET"
        return show(request, batch_id)
    return redirect("desk:batch", batch_id)
