"""The page of the badges: what a group shows of its publisher's tokens."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.badge_forms import BadgeForm, written
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.badges.acts import define_badge, retire_badge
from parvis.members.badges.reads import badges_in_force


@for_seats("configure")
def badges(request: DeskRequest, group_key: str) -> HttpResponse:
    """The badges of a group and a form, filled with the one named in `?badge=`; POST defines or changes one."""
    place = place_of(request, "configure", group_key=group_key)
    known = badges_in_force(place.group.pk)
    chosen = known.get(request.GET.get("badge", ""))
    initial: dict[str, Any] = written(chosen) if chosen else {}
    form = BadgeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            define_badge(group=place.group, account_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("Readers see this badge now."))
            return redirect(place.at["badges"])
    shown = {"badges": list(known.values()), "form": form, "chosen": chosen}
    return page(request, place, "badges", status=422 if form.errors else 200, **shown)


@for_seats("configure")
@require_POST
def badge_retire(request: DeskRequest, group_key: str) -> HttpResponse:
    """Shows the badge `badge` no more."""
    place = place_of(request, "configure", group_key=group_key)
    retire_badge(group=place.group, key=request.POST.get("badge", "")[:30], account_id=request.user.pk)
    messages.success(request, _("This badge is no longer shown."))
    return redirect(place.at["badges"])
