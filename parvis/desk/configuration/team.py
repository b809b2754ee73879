"""The page of the team: seats by place, invitations, and their end."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.forms import FactorForm, InviteForm, places_of_title
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.sentences import ROLES
from parvis.kit.refusals import Refusal
from parvis.members.factors import accounts_with_factor, ensure_own_factor
from parvis.publishers.acts import end_seat, invite, withdraw_invitation
from parvis.publishers.models import Group, Invitation, Role, Seat
from parvis.publishers.reads import hand_overs_at, invitations_at, seats_above, seats_at, sections_with_settings
from parvis.publishers.rights import nothing_here, titles_for
from parvis.publishers.securing.acts import ask_second_factor


@for_seats("invite")
def team(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Who works at a title, or anywhere in the group; POST invites someone by mail."""
    place = place_of(request, "invite", title_key=title_key, group_key=group_key)
    places = _places(request, place)
    form = InviteForm([(name, label) for name, label, _where in places], request.POST or None, whole_group=place.title is None)
    if request.method == "POST" and form.is_valid() and _invited(request, form, places):
        return redirect(place.at["team"])
    return shown(request, place, form=form)


def shown(request: DeskRequest, place: Place, **forms: Any) -> HttpResponse:
    """The page with its empty forms, or those of `forms` that have something to say."""
    form = forms.get("form") or _invite_form(request, place)
    context = {"form": form, "factor_form": forms.get("factor_form") or FactorForm(), **_shown(place)}
    wrong = any(one.errors for one in (form, context["factor_form"]))
    return page(request, place, "team", status=422 if wrong else 200, **context)


@for_seats("configure")
@require_POST
def factor_ask(request: DeskRequest, group_key: str) -> HttpResponse:
    """Asks the whole group's staff for a second factor, or no longer."""
    place = place_of(request, "configure", group_key=group_key)
    form = FactorForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            _ask(request, place, **form.cleaned_data)
            return redirect(place.at["team"])
    return shown(request, place, factor_form=form)


def _ask(request: DeskRequest, place: Place, *, asked: bool, grace_days: int) -> None:
    if asked:
        ensure_own_factor(request.user)
    ask_second_factor(group=place.group, asked=asked, grace_days=grace_days, account_id=request.user.pk)
    said = _("A second factor is asked of all the group’s staff.") if asked else _("A second factor is no longer asked.")
    messages.success(request, said)


def _invite_form(request: DeskRequest, place: Place) -> InviteForm:
    named = [(name, label) for name, label, _where in _places(request, place)]
    return InviteForm(named, whole_group=place.title is None)


@for_seats("invite")
def team_end(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Asks whether to end a seat (`?seat=`), and ends it on POST."""
    place = place_of(request, "invite", title_key=title_key, group_key=group_key)
    seat = _seat(place, request.GET.get("seat", ""))
    refusal = None
    if request.method == "POST":
        try:
            end_seat(seat=seat, ended_by=request.user.pk)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("%(name)s no longer works there as: %(role)s.") % _named(seat))
            return redirect(place.at["team"])
    return page(request, place, "team_end", status=refusal.status if refusal else 200, ending=seat, refusal=refusal)


@for_seats("invite")
@require_POST
def invitation_withdraw(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Takes back an invitation not yet accepted."""
    place = place_of(request, "invite", title_key=title_key, group_key=group_key)
    invitation = _invitation(place, request.POST.get("invitation", ""))
    withdraw_invitation(invitation=invitation, withdrawn_by=request.user.pk)
    messages.success(request, _("The invitation of %(mail)s is withdrawn.") % {"mail": invitation.mail})
    return redirect(place.at["team"])


def _places(request: DeskRequest, place: Place) -> list[tuple[str, str, dict[str, Any]]]:
    """Where a seat may be given from this page: (name in the form, label, what `invite` takes)."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    every = titles_for(request.user.pk, "invite").filter(group=place.group).order_by("name")
    titles = [place.title] if place.title else list(every)
    if not place.title:
        found.append(("group", _whole(place.group), {"group": place.group}))
    for title in titles:
        sections = {f"section:{one.pk}": one for one in sections_with_settings(title)}
        for name, label in places_of_title(title, sections.values()):
            found.append((name, label, {"group": place.group, "title": title, "section": sections.get(name)}))
    return found


def _invited(request: DeskRequest, form: InviteForm, places: list[tuple[str, str, dict[str, Any]]]) -> bool:
    said = form.cleaned_data
    where = next(taken for name, _label, taken in places if name == said["where"])
    with refusals_into(form):
        invite(mail=said["mail"], role=said["role"], invited_by=request.user.pk, **where)
        messages.success(request, _("An invitation leaves for %(mail)s. It stands for fourteen days.") % {"mail": said["mail"]})
        return True
    return False


def _seat(place: Place, number: str) -> Seat:
    found = next((one for one in seats_at(group=place.group, title=place.title) if str(one.pk) == number), None)
    if found is None:
        raise nothing_here()
    return found


def _invitation(place: Place, number: str) -> Invitation:
    found = next((one for one in invitations_at(group=place.group, title=place.title) if str(one.pk) == number), None)
    if found is None:
        raise nothing_here()
    return found


def _named(seat: Seat) -> dict[str, str]:
    return {"name": str(seat.account), "role": seat.get_role_display()}


def _shown(place: Place) -> dict[str, Any]:
    seats = sorted(seats_at(group=place.group, title=place.title), key=_where)
    secured = accounts_with_factor(seat.account_id for seat in seats)
    return {
        "secured": secured,
        "unsecured": len({seat.account_id for seat in seats} - secured),
        "places": [{"label": where[1], "roles": _by_role(list(held))} for where, held in groupby(seats, key=_where)],
        "above": _by_role(seats_above(place.title)) if place.title else [],
        "invitations": invitations_at(group=place.group, title=place.title),
        "left": hand_overs_at(group=place.group, title=place.title),
    }


def _by_role(seats: list[Seat]) -> list[dict[str, Any]]:
    """Each role held there with what it may do, the most responsible first."""
    held = {role: [seat for seat in seats if seat.role == role] for role in Role}
    return [{"role": role.label, "explained": ROLES[role], "seats": found} for role, found in held.items() if found]


def _where(seat: Seat) -> tuple[int, str]:
    """The group first, then each title followed by its sections."""
    if seat.title is None:
        return 0, _whole(seat.group)
    return 1, " · ".join(str(part) for part in (seat.title, seat.section) if part)


def _whole(group: Group) -> str:
    return _("%(group)s, every title") % {"group": group}
