"""The page of the outside firms: what they do, their people, their hours and their end."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.firm_forms import FirmForm, FirmInviteForm, written
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.kit import clock
from parvis.moderation.firm_figures import Figures, figures_by_person, figures_of
from parvis.publishers.firms.acts import change_firm, close_firm, invite_to_firm, leave_firm, open_firm
from parvis.publishers.firms.models import Firm
from parvis.publishers.firms.reads import firms_of, invitations_of_firm, seats_of_firm
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

#: Figures are those of the last thirty days.
SINCE = timedelta(days=30)


@for_seats("invite")
def firms(request: DeskRequest, group_key: str) -> HttpResponse:
    """The firms of a group, and a form, filled with the one of `?firm=`; POST opens or changes one."""
    place = place_of(request, "invite", group_key=group_key)
    chosen = _firm(place, request.GET["firm"]) if request.GET.get("firm") else None
    titles = list(Title.objects.filter(group=place.group).order_by("name"))
    form = FirmForm(titles, request.POST or None, initial=written(chosen) if chosen else {})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            _write(request, place, chosen, form)
            return redirect(place.at["firms"])
    return shown(request, place, form=form, chosen=chosen)


@for_seats("invite")
@require_POST
def firm_people(request: DeskRequest, group_key: str) -> HttpResponse:
    """Invites someone of a firm (`verb=invite`), or ends their seats (`verb=end`, `account`)."""
    place = place_of(request, "invite", group_key=group_key)
    firm = _firm(place, request.POST.get("firm", ""))
    if request.POST.get("verb") == "end":
        person = request.POST.get("account", "")
        leave_firm(firm=firm, account_id=int(person) if person.isdigit() and len(person) < 19 else 0, ended_by=request.user.pk)
        messages.success(request, _("This person no longer works here."))
        return redirect(place.at["firms"])
    form = FirmInviteForm(request.POST)
    if form.is_valid():
        with refusals_into(form, "mail"):
            invite_to_firm(firm=firm, mail=form.cleaned_data["mail"], invited_by=request.user.pk)
            messages.success(request, _("An invitation leaves for %(mail)s.") % form.cleaned_data)
            return redirect(place.at["firms"])
    return shown(request, place, invite_forms={firm.pk: form})


@for_seats("invite")
@require_POST
def firm_close(request: DeskRequest, group_key: str) -> HttpResponse:
    """Ends a firm and every seat of its people."""
    place = place_of(request, "invite", group_key=group_key)
    ended = close_firm(firm=_firm(place, request.POST.get("firm", "")), account_id=request.user.pk)
    said = ngettext("The firm ended, with %(n)s seat.", "The firm ended, with %(n)s seats.", ended)
    messages.success(request, said % {"n": ended})
    return redirect(place.at["firms"])


def shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    """The page, with what `context` has to say."""
    invite_forms = context.pop("invite_forms", {})
    titles = list(Title.objects.filter(group=place.group).order_by("name"))
    form = context.pop("form", None) or FirmForm(titles)
    wrong = bool(form.errors) or any(one.errors for one in invite_forms.values())
    told = [_told(firm, invite_forms.get(firm.pk)) for firm in firms_of(place.group)]
    return page(request, place, "firms", status=422 if wrong else 200, firms=told, form=form, **context)


def _told(firm: Firm, invite_form: FirmInviteForm | None) -> dict[str, Any]:
    since = clock.now() - SINCE
    by_person = figures_by_person(firm.pk, since)
    seats = seats_of_firm(firm) if firm.closed_at is None else []
    people = [(account, list(held)) for account, held in groupby(seats, key=lambda seat: seat.account)]
    return {
        "firm": firm,
        "figures": figures_of(firm.pk, since),
        "people": [{"account": one, "seats": held, "figures": by_person.get(one.pk, Figures())} for one, held in people],
        "invitations": invitations_of_firm(firm) if firm.closed_at is None else [],
        "works_now": firm.works_at(clock.now()),
        "invite_form": invite_form or FirmInviteForm(auto_id=f"id_firm_{firm.pk}_%s"),
    }


def _write(request: DeskRequest, place: Place, chosen: Firm | None, form: FirmForm) -> None:
    if chosen:
        change_firm(firm=chosen, account_id=request.user.pk, **form.said())
        messages.success(request, _("The firm is changed; its people gain and lose titles at once."))
        return
    open_firm(group=place.group, account_id=request.user.pk, **form.said())
    messages.success(request, _("The firm is taken on: invite its people."))


def _firm(place: Place, number: str) -> Firm:
    firm = next((one for one in firms_of(place.group) if str(one.pk) == number), None)
    if firm is None:
        raise nothing_here()
    return firm
