"""Members for the desk: finding one, reading a file, having posts read beforehand."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.hosting_reads import posts_of_member
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for, members_page, watch_of, ways_in
from parvis.members.models import Member
from parvis.moderation.models import Standing
from parvis.moderation.queue import history_of, notes_on, open_cases_on, signals_by
from parvis.publishers.rights import may_anywhere, titles_for
from parvis.ui.templatetags.ui import STANDINGS


@for_seats("members")
@require_safe
def members(request: DeskRequest) -> HttpResponse:
    """Members found by pseudonym; without a search, the last to join."""
    asked = {"search": request.GET.get("search", "").strip()[:60], "watched": "1" if request.GET.get("watched") else ""}
    watched, before = bool(asked["watched"]), number(request.GET.get("before"))
    page = members_page(account_id=request.user.pk, search=asked["search"], watched=watched, before=before)
    older = "?" + urlencode({**asked, "before": page.before}) if page.before else ""
    context = {"members": page.members, "asked": asked, "older_url": older, "tabs": _kinds(asked)}
    if request.htmx:
        return render(request, "desk/_members.html", context)
    return render(request, "desk/members.html", frame(request, "members") | context)


def _kinds(asked: dict[str, str]) -> list[dict[str, Any]]:
    search = urlencode({"search": asked["search"]}) if asked["search"] else ""
    watched = f"?{search}&watched=1" if search else "?watched=1"
    everyone = {"label": _("Everyone"), "url": f"?{search}", "count": None, "current": not asked["watched"]}
    return [everyone, {"label": _("Read beforehand"), "url": watched, "count": None, "current": bool(asked["watched"])}]


@for_seats("members")
@require_safe
def member(request: DeskRequest, member_id: int) -> HttpResponse:
    """A member's file, within the titles one works for."""
    opened, standing = member_for(request.user.pk, member_id), request.GET.get("standing", "")
    ids = list(titles_for(request.user.pk, "members").filter(group=opened.group_id).values_list("pk", flat=True))
    written = posts_of_member(member_id=opened.pk, title_ids=ids, standing=standing, before=request.GET.get("before", ""))
    older = "?" + urlencode({"standing": standing, "before": written.older}) if written.older else ""
    context = {"member": opened, "written": written, "older_url": older, "tabs": _standings(written.counts, standing)}
    context |= _known(request, opened, ids) | {"cases": open_cases_on([post.subject for post in written.posts])}
    return render(request, "desk/member.html", frame(request, "members") | context)


def _known(request: DeskRequest, opened: Member, title_ids: list[int]) -> dict[str, Any]:
    mine = request.user.pk
    return {
        "history": history_of(opened.pk, account_id=mine, capability="members", last=12),
        "notes": notes_on(opened.pk, account_id=mine),
        "sent": signals_by(opened.pk, title_ids=title_ids),
        "watch": watch_of(opened),
        "ways": ways_in(opened),
        "judges": may_anywhere([seat for seat in request.seats if seat.group_id == opened.group_id], "moderate"),
    }


def _standings(counts: dict[str, int], standing: str) -> list[dict[str, Any]]:
    every = {"label": _("All posts"), "url": "?", "count": sum(counts.values()), "current": not standing}
    kinds = [kind for kind in Standing.values if counts.get(kind)]
    rows = [{"label": STANDINGS[k], "url": f"?standing={k}", "count": counts[k], "current": standing == k} for k in kinds]
    return [every, *rows]


@for_seats("moderate")
@require_POST
def watch(request: DeskRequest, member_id: int) -> HttpResponse:
    """Has every post of the member read beforehand, or no longer."""
    opened, held = member_for(request.user.pk, member_id), request.POST.get("held") == "1"
    hold_every_post(member=opened, held=held, account_id=request.user.pk)
    on = _("This member’s posts are now read before they are published.")
    messages.success(request, on if held else _("This member’s posts are published as others’ are."))
    return redirect("desk:member", member_id)
