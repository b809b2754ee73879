"""The page of the look: colours, papers, letters and logo of a title, refused when they could not be read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.square_forms import LogoForm, LookForm
from parvis.kit.refusals import Refusal
from parvis.publishers.looks.acts import change_look, set_logo
from parvis.publishers.looks.models import Look, look_in_force
from parvis.publishers.looks.offered import FACES, GROUNDS
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here


@for_seats("configure")
def look(request: DeskRequest, title_key: str) -> HttpResponse:
    """The look and its preview; POST changes it. A colour that could not be read comes back with the nearest that can."""
    place = place_of(request, "configure", title_key=title_key)
    title = _title(place)
    form = LookForm(request.POST if request.method == "POST" else None, initial=LookForm.of(look_in_force(title.pk), title))
    proposed: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_look(title=title, account_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("Readers see this look now."))
            return redirect(place.at["look"])
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.add_error(str(refusal.fields["field"]), refusal.message)
            proposed = {"field": refusal.fields["field"], "colour": refusal.fields.get("proposal", "")}
    return _shown(request, place, form=form, proposed=proposed)


@for_seats("configure")
@require_POST
def logo(request: DeskRequest, title_key: str) -> HttpResponse:
    """Gives the title a logo, or takes it away (`do=remove`)."""
    place = place_of(request, "configure", title_key=title_key)
    title, form = _title(place), LogoForm(request.POST, request.FILES)
    if request.POST.get("do") == "remove":
        set_logo(title=title, account_id=request.user.pk, picture=None)
        messages.success(request, _("The logo is taken away."))
        return redirect(place.at["look"])
    if form.is_valid():
        with refusals_into(form, "logo"):
            given = form.cleaned_data
            set_logo(
                title=title,
                account_id=request.user.pk,
                picture=given["logo"].read(),
                words=given["words"],
                on_dark=given["on_dark"],
            )
            messages.success(request, _("Readers see this logo now."))
            return redirect(place.at["look"])
    return _shown(request, place, logo_form=form)


def _shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    title = _title(place)
    known: Look | None = look_in_force(title.pk)
    forms = {
        "form": context.pop("form", None) or LookForm(initial=LookForm.of(known, title)),
        "logo_form": context.pop("logo_form", None)
        or LogoForm(initial={"words": (known.logo_words if known else "") or title.name, "on_dark": True}),
    }
    wrong = any(form.errors for form in forms.values())
    offered = {"grounds": GROUNDS.items(), "faces": FACES.items(), "look": known, "proposed": context.pop("proposed", {})}
    return page(request, place, "look", status=422 if wrong else 200, **forms, **offered)


def _title(place: Place) -> Title:
    if place.title is None:
        raise nothing_here()
    return place.title
