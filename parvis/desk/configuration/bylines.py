"""The page of the names that sign a title's articles, and whose they are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.badge_forms import BylineForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.badges.acts import claim_byline, end_byline
from parvis.members.badges.reads import bylines_of, folded_byline, names_seen
from parvis.members.files import member_named
from parvis.publishers.models import Title
from parvis.publishers.reads import seats_above, seats_at
from parvis.publishers.rights import may, nothing_here


@for_seats("host")
def bylines(request: DeskRequest, title_key: str) -> HttpResponse:
    """Who signs what at a title; POST claims a name, for oneself or, by who gives seats, for another."""
    place, title = _place(request, title_key)
    for_others = may(request.seats, "invite", title=title)
    seats = [*seats_at(group=place.group, title=title), *seats_above(title)]
    form = BylineForm(seats, request.user.pk, request.POST or None, for_others=for_others)
    if request.method == "POST" and form.is_valid() and _claimed(request, title, form):
        return redirect(place.at["bylines"])
    kept, seen = bylines_of(title), names_seen(title)
    claimed = {byline.folded for byline in kept}
    free = [name for name in seen if folded_byline(name) not in claimed]
    shown = {"bylines": kept, "free": free, "form": form, "for_others": for_others, "mine": request.user.pk}
    return page(request, place, "bylines", status=422 if form.errors else 200, **shown)


def _claimed(request: DeskRequest, title: Title, form: BylineForm) -> bool:
    said = form.cleaned_data
    with refusals_into(form):
        if said["whose"] == "reader":
            writer = member_named(title.group, said.get("pseudonym", ""))
            claim_byline(title=title, name=said["name"], by=request.user.pk, member=writer)
        else:
            claim_byline(title=title, name=said["name"], by=request.user.pk, account_id=int(said["whose"]))
        messages.success(request, _("Under these articles, their posts now say that they wrote them."))
        return True
    return False


@for_seats("host")
@require_POST
def byline_end(request: DeskRequest, title_key: str) -> HttpResponse:
    """The name numbered `byline` is no longer that person's."""
    place, title = _place(request, title_key)
    found = next((one for one in bylines_of(title) if str(one.pk) == request.POST.get("byline", "")), None)
    if found is None:
        raise nothing_here()
    end_byline(byline=found, by=request.user.pk)
    messages.success(request, _("This name is free again."))
    return redirect(place.at["bylines"])


def _place(request: DeskRequest, title_key: str) -> tuple[Place, Title]:
    place = place_of(request, "host", title_key=title_key)
    if place.title is None:
        raise nothing_here()
    return place, place.title
