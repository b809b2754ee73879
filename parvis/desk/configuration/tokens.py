"""The box that explains what is wrong with a token."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.entry import shown
from parvis.desk.configuration.entry_forms import TokenForm
from parvis.desk.configuration.place import place_of
from parvis.desk.configuration.token_sentences import FAULTS, STEPS
from parvis.members.signing.diagnosis import Diagnosis, Step, diagnose
from parvis.publishers.rights import nothing_here
from parvis.ui.moments import in_full


@for_seats("configure")
@require_POST
def token_check(request: DeskRequest, title_key: str) -> HttpResponse:
    """Reads a token as the discussion would, and says what is right and wrong in it; it lets nobody in."""
    place = place_of(request, "configure", title_key=title_key)
    form, told = TokenForm(request.POST), None
    if place.title is None:
        raise nothing_here()
    if form.is_valid():
        told = _told(diagnose(form.cleaned_data["token"], place.title))
    if request.htmx:
        return render(request, "desk/configuration/_token.html", {"told": told, "token_form": form})
    return shown(request, place, token_form=form, told=told)


def _told(diagnosis: Diagnosis) -> dict[str, Any]:
    steps = [{"label": STEPS[step.about], "is_right": step.is_right, "fault": _fault(step)} for step in diagnosis.steps]
    return {"claims": diagnosis.claims, "steps": steps, "reason": diagnosis.reason}


def _fault(step: Step) -> str:
    if step.is_right:
        return ""
    said = {name: in_full(value) if name == "at" and value else value for name, value in step.detail.items()}
    return str(FAULTS[f"{step.about}.{step.why}"]) % said
