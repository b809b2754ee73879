"""Members for the desk: the directory, a file, notes in it, having posts read beforehand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.frame import frame
from parvis.desk.saved import rows_of
from parvis.desk.timeline import SHOWS, line_of
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for, watch_of, ways_in
from parvis.members.models import Member
from parvis.moderation.acts import change_member_note, drop_member_note, write_member_note
from parvis.moderation.directory import MemberFilters, alike, directory_page
from parvis.moderation.models import MemberNote
from parvis.moderation.queue import history_of, open_cases_on, signals_about
from parvis.publishers.rights import may_anywhere, titles_for


@for_seats("members")
@require_safe
def members(request: DeskRequest) -> HttpResponse:
    """The directory; without a search, the last to join."""
    filters = MemberFilters.of(request.GET)
    page = directory_page(account_id=request.user.pk, filters=filters, after=request.GET.get("after", ""))
    older = filters.query_with(after=page.after) if page.after else ""
    context = {"page": page, "filters": filters, "older_url": older, "tabs": _kinds(filters), "sorts": _sorts(filters)}
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_members.html", context)
    context |= {"views": rows_of(request, "members"), "view_place": "members"}
    return render(request, "desk/members.html", frame(request, "members", title_key=filters.title) | context)


def _kinds(filters: MemberFilters) -> list[dict[str, Any]]:
    kinds = [("", _("Everyone")), ("new", _("Newcomers")), ("watched", _("Read beforehand")), ("refused", _("Most refused"))]
    return [_tab(filters, label, kind=kind) for kind, label in [*kinds, ("quiet", _("Gone quiet"))]]


def _sorts(filters: MemberFilters) -> list[tuple[str, str]]:
    sorts = [("", _("Last to join")), ("published", _("Most published")), ("seen", _("Last seen"))]
    return [*sorts, ("refused", _("Most refused"))]


def _tab(filters: MemberFilters, label: str, *, kind: str) -> dict[str, Any]:
    url = filters.query_with(kind=kind, sort="")
    return {"label": label, "url": url, "count": None, "current": filters.kind == kind}


@for_seats("members")
@require_safe
def member(request: DeskRequest, member_id: int) -> HttpResponse:
    """A member's file, within the titles one works for; its line alone for htmx."""
    opened, show = member_for(request.user.pk, member_id), request.GET.get("show", "")
    titles = list(titles_for(request.user.pk, "members").filter(group=opened.group_id).order_by("name"))
    asked: dict[str, Any] = {"member_id": opened.pk, "account_id": request.user.pk, "title_ids": [one.pk for one in titles]}
    line = line_of(**asked, show=show, before=request.GET.get("before", ""))
    subjects = [entry.thing.subject for entry in line.entries if entry.kind == "post"]
    context = {"member": opened, "line": line, "show": show, "tabs": _shows(show), "cases": open_cases_on(subjects)}
    context |= {"older_url": f"?show={show}&before={line.older}" if line.older else "", "note_titles": titles}
    context |= _known(request, opened, asked["title_ids"])
    return render(request, "desk/member.html", frame(request, "members") | context)


def _shows(show: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Everything"),
        "posts": _("Posts"),
        "out": _("Out of sight"),
        "decisions": _("Decisions"),
        "signals": _("Signals"),
        "notes": _("Notes"),
        "life": _("Account"),
    }
    return [{"label": labels[one], "url": f"?show={one}" if one else "?", "count": None, "current": show == one} for one in SHOWS]


def _known(request: DeskRequest, opened: Member, title_ids: list[int]) -> dict[str, Any]:
    mine = request.user.pk
    return {
        "history": history_of(opened.pk, account_id=mine, capability="members", last=0),
        "signals": signals_about(opened.pk, title_ids=title_ids),
        "alike": alike(opened, account_id=mine),
        "watch": watch_of(opened),
        "ways": ways_in(opened),
        "judges": may_anywhere([seat for seat in request.seats if seat.group_id == opened.group_id], "moderate"),
    }


@for_seats("moderate")
@require_POST
def watch(request: DeskRequest, member_id: int) -> HttpResponse:
    """Has every post of the member read beforehand, or no longer."""
    opened, held = member_for(request.user.pk, member_id), request.POST.get("held") == "1"
    hold_every_post(member=opened, held=held, account_id=request.user.pk)
    on = _("This member’s posts are now read before they are published.")
    messages.success(request, on if held else _("This member’s posts are published as others’ are."))
    return redirect("desk:member", member_id)


@for_seats("members")
@require_POST
def note(request: DeskRequest, member_id: int) -> HttpResponse:
    """Writes a note in the file."""
    asked = request.POST
    write_member_note(
        account_id=request.user.pk, member_id=member_id, words=asked.get("words", ""), title_key=asked.get("at_title", "")
    )
    messages.success(request, _("Note kept."))
    return redirect("desk:member", member_id)


@for_seats("members")
@require_POST
def change_note(request: DeskRequest, note_id: int) -> HttpResponse:
    """Writes one's own note anew, or takes it out of the file."""
    known = MemberNote.objects.filter(pk=note_id, account=request.user).first()
    if request.POST.get("drop"):
        drop_member_note(account_id=request.user.pk, note_id=note_id)
        messages.success(request, _("Note taken out of the file."))
    else:
        change_member_note(account_id=request.user.pk, note_id=note_id, words=request.POST.get("words", ""))
        messages.success(request, _("Note changed; what it said before is kept."))
    return redirect("desk:member", known.member_id) if known else redirect("desk:members")
