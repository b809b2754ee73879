"""The page of the spaces: the places of a title, or those its group shares, where readers open discussions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.conversations.acts import archive_space, change_space, open_space, order_spaces, restore_space
from parvis.conversations.models import Space
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.desk.configuration.square_forms import SpaceForm
from parvis.publishers.reads import seats_above, seats_at
from parvis.publishers.rights import nothing_here


@for_seats("configure")
def spaces(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The spaces of a place and a form, filled with the one named in `?space=`; POST opens or changes one."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    chosen = _chosen(place, request.GET.get("space", ""))
    form = SpaceForm(_hosts(place), request.POST if request.method == "POST" else None, initial=SpaceForm.of(chosen))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            _kept(request, place, chosen, form.given())
            messages.success(request, _("The space is changed.") if chosen else _("The space is open."))
            return redirect(place.at["spaces"])
    known = list(_of(place).select_related("host").order_by("position", "pk"))
    shown: dict[str, Any] = {"spaces": known, "form": form, "chosen": chosen}
    return page(request, place, "spaces", status=422 if form.errors else 200, **shown)


def _kept(request: DeskRequest, place: Place, chosen: Space | None, given: dict[str, Any]) -> None:
    account_id = request.user.pk
    if chosen:
        change_space(space_id=chosen.pk, account_id=account_id, **given)
    else:
        open_space(group=place.group, title=place.title, account_id=account_id, **given)


@for_seats("configure")
@require_POST
def space_act(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Archives a space (`do=archive`), opens it again (`restore`), or moves it up the list (`up`)."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    space, done = _chosen(place, request.POST.get("space", "")), request.POST.get("do", "")
    if space is None:
        raise nothing_here()
    if done == "up":
        _move_up(request, place, space)
    elif done in ("archive", "restore"):
        act = archive_space if done == "archive" else restore_space
        act(space_id=space.pk, account_id=request.user.pk)
        messages.success(
            request, _("The space is archived: one reads it only.") if done == "archive" else _("The space is open.")
        )
    return redirect(place.at["spaces"])


def _move_up(request: DeskRequest, place: Place, space: Space) -> None:
    ordered = list(_of(place).order_by("position", "pk").values_list("pk", flat=True))
    at = ordered.index(space.pk)
    if at:
        ordered[at - 1 : at + 1] = [space.pk, ordered[at - 1]]
        order_spaces(group=place.group, title=place.title, space_ids=ordered, account_id=request.user.pk)


def _of(place: Place) -> Any:
    return Space.objects.filter(group=place.group, title=place.title)


def _chosen(place: Place, key: str) -> Space | None:
    found: Space | None = _of(place).filter(key=key).first() if key else None
    if key and found is None:
        raise nothing_here()
    return found


def _hosts(place: Place) -> list[tuple[str, str]]:
    seats = seats_at(group=place.group, title=place.title) + (seats_above(place.title) if place.title else [])
    people = {str(seat.account_id): str(seat.account) for seat in seats}
    return sorted(people.items(), key=lambda person: person[1].casefold())
