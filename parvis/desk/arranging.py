"""Arranging discussions: split a branch off, move it, merge two discussions, undo; each shown before it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.acts import join_threads, move_branches, split_branches, undo_arrangement
from parvis.conversations.arranging_reads import destinations, moving_of
from parvis.conversations.models import Arrangement, Space, Thread
from parvis.conversations.rights import hosted_thread
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.kit.refusals import Refusal


@for_seats("host")
@require_safe
def arrange(request: DeskRequest, thread_id: int) -> HttpResponse:
    """What would follow from moving the ticked posts (`post`), and where they could go (`q` searches, `into` chooses)."""
    thread = hosted_thread(request.user.pk, thread_id)
    asked = request.GET.get("q", "").strip()[:100]
    moving = moving_of(thread, _ticked(request.GET.getlist("post")))
    if not moving.tops:
        raise Refusal("no_branch", 422, _("Tick at least one post of the discussion first."))
    context = {"thread": thread, "moving": moving, "asked": asked, "places": destinations(thread, asked), "into": _into(request)}
    context |= {"spaces": list(Space.objects.of(thread.title).alive()), "heading": _proposed(moving.tops[0].text)}
    return render(request, "desk/arrange.html", frame(request, "threads", title_key=thread.title.key) | context)


def _ticked(given: list[str]) -> list[int]:
    return [pk for pk in map(number, given[:200]) if pk]


def _into(request: DeskRequest) -> Thread | None:
    """The thread chosen as destination, fetched through the right; None when none is."""
    into = number(request.GET.get("into"))
    return hosted_thread(request.user.pk, into) if into else None


def _proposed(text: str) -> str:
    """A heading to begin with: the first words of the oldest post."""
    first = " ".join(text.split())
    return first if len(first) <= 70 else first[:70].rsplit(" ", 1)[0] + "…"


@for_seats("host")
@require_POST
def split(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Makes a discussion of the ticked posts, and goes there."""
    wanted, asked = number(request.POST.get("space")), request.POST
    space = Space.objects.filter(pk=wanted).first() if wanted else None
    ticked = _ticked(asked.getlist("post"))
    made = split_branches(
        account_id=request.user.pk, thread_id=thread_id, post_ids=ticked, heading=asked.get("heading", ""), space=space
    )
    return _told(request, made)


@for_seats("host")
@require_POST
def move(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Takes the ticked posts to another discussion, and goes there."""
    asked, into = request.POST, number(request.POST.get("into")) or 0
    made = move_branches(account_id=request.user.pk, thread_id=thread_id, post_ids=_ticked(asked.getlist("post")), into_id=into)
    return _told(request, made)


def _told(request: DeskRequest, made: Arrangement) -> HttpResponse:
    said = ngettext("%(n)s post is here now.", "%(n)s posts are here now.", made.posts) % {"n": made.posts}
    messages.success(request, said)
    return redirect("desk:thread", made.target_id)


@for_seats("host")
@require_POST
def undo(request: DeskRequest, arrangement_id: int) -> HttpResponse:
    """Takes the posts back to where they stood, and goes there."""
    undone = undo_arrangement(account_id=request.user.pk, arrangement_id=arrangement_id)
    messages.success(request, _("The posts are back where they stood."))
    return redirect("desk:thread", undone.source_id)


@for_seats("host")
@require_safe
def merging(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Another discussion of the title to merge this one into: found, then shown with what follows."""
    thread, asked = hosted_thread(request.user.pk, thread_id), request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"thread": thread, "asked": asked, "places": destinations(thread, asked), "into": _into(request)}
    return render(request, "desk/merge.html", frame(request, "threads", title_key=thread.title.key) | context)


@for_seats("host")
@require_POST
def merge(request: DeskRequest, thread_id: int) -> HttpResponse:
    """Merges the discussion into the other one, and goes there."""
    into = number(request.POST.get("into")) or 0
    hosted_thread(request.user.pk, into)
    join_threads(account_id=request.user.pk, thread_id=thread_id, into_id=into)
    messages.success(request, _("The two discussions are one. The address of the first leads here."))
    return redirect(reverse("desk:thread", args=[into]))
