"""What one has been told, how one wants to be, and what one follows: pages that work without a script."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.acts.following import follow, mute_member, unfollow, unmute_member
from parvis.conversations.following_reads import Followed, followed_by
from parvis.members.models import Account, Member, Notice
from parvis.members.reads import members_of_account
from parvis.members.telling.acts import choose_way, see_notices
from parvis.members.telling.letters import Told, words_of
from parvis.members.telling.reads import Choice, choices_of, told_to
from parvis.publishers.rights import nothing_here
from parvis.site.visitors import safe_place

PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A notice and its words."""

    notice: Notice
    told: Told


@dataclass(frozen=True, slots=True)
class Of:
    """What one person chose and follows in one group."""

    member: Member
    choices: list[Choice]
    followed: Followed


def _lines(account: Account, before: int | None) -> tuple[list[Line], int | None]:
    found = told_to(members_of_account(account), before=before, most=PAGE + 1)
    words = words_of(found[:PAGE])
    lines = [Line(notice, words[notice.pk]) for notice in found[:PAGE] if notice.pk in words]
    return lines, found[PAGE - 1].pk if len(found) > PAGE else None


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """All one has been told, newest first, with how each kind is told and what one follows."""
    account: Any = request.user
    before = request.GET.get("before", "")
    lines, older = _lines(account, int(before) if before.isdecimal() and len(before) < 19 else None)
    places = [Of(member, choices_of(member), followed_by(member)) for member in members_of_account(account)]
    context = {"lines": lines, "older": older, "places": places, "account": account, "newest": lines[0].notice.pk if lines else 0}
    return render(request, "site/notifications.html", context)


notifications.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """One has read all that the page showed."""
    up_to = request.POST.get("up_to", "")
    for member in members_of_account(request.user):  # type: ignore[arg-type]  # the right says an account
        see_notices(member=member, up_to=int(up_to) if up_to.isdecimal() and len(up_to) < 19 else 0)
    return redirect("site:notifications")


read_all.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@require_POST
def choose(request: HttpRequest, member_id: int) -> HttpResponse:
    """How each kind of thing is told in one group."""
    member = _own(request, member_id)
    for choice in choices_of(member):
        way = request.POST.get(choice.kind.key, choice.way)
        if way != choice.way:
            choose_way(member=member, kind=choice.kind.key, way=way)
    messages.success(request, _("Kept."))
    return redirect("site:notifications")


choose.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it

#: What the forms of the square's pages do, by name.
DEEDS: dict[str, Callable[[Member, str, int], None]] = {
    "follow": lambda member, kind, pk: follow(member=member, kind=kind, pk=pk),
    "unfollow": lambda member, kind, pk: unfollow(member=member, kind=kind, pk=pk),
    "mute": lambda member, _kind, pk: mute_member(member=member, muted_id=pk),
    "unmute": lambda member, _kind, pk: unmute_member(member=member, muted_id=pk),
}


@require_POST
def heed(request: HttpRequest, member_id: int, kind: str, followed_id: int) -> HttpResponse:
    """Follows, folds, or no longer (`deed`), then back to where one was."""
    member, deed = _own(request, member_id), DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise nothing_here()
    deed(member, kind, followed_id)
    return redirect(safe_place(request, "/members/me/notifications/"))


heed.right = "account"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _own(request: HttpRequest, member_id: int) -> Member:
    """One of the account's own members. Raises Refusal 404."""
    mine = {member.pk: member for member in members_of_account(request.user)}  # type: ignore[arg-type]  # the right says an account
    if member_id not in mine:
        raise nothing_here()
    return mine[member_id]
