"""The page of someone who leaves: what they hold, and to whom it goes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.publishers.acts.leaving import hand_over, seats_leaving
from parvis.publishers.belongings import Where, everything_held
from parvis.publishers.models import Seat
from parvis.publishers.reads import seats_above, seats_at
from parvis.publishers.rights import nothing_here


class LeavingForm(forms.Form):
    """To whom everything goes, and a word about it."""

    to = forms.ChoiceField(label=gettext_lazy("Hand everything over to"))
    note = forms.CharField(
        label=gettext_lazy("A note"),
        help_text=gettext_lazy("What is under way, what to know. Kept with the hand-over."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, colleagues: list[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to"].choices = [("", _("Choose…")), *colleagues]  # type: ignore[attr-defined]  # a ChoiceField


@for_seats("invite")
def team_leave(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """What someone (`?account=`) holds at the place, and its hand-over on POST."""
    place = place_of(request, "invite", title_key=title_key, group_key=group_key)
    seats = _seats(place, request.GET.get("account", ""))
    leaving, where = seats[0].account, Where(place.group, place.title)
    form = LeavingForm(_colleagues(place, leaving.pk), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "to"):
            said = form.cleaned_data
            hand_over(account_id=leaving.pk, to_id=int(said["to"]), where=where, by_id=request.user.pk, note=said["note"])
            messages.success(request, _("%(name)s no longer works there; everything was handed over.") % {"name": leaving})
            return redirect(place.at["team"])
    shown = {"leaving": leaving, "seats": seats, "held": everything_held(leaving.pk, where), "form": form}
    return page(request, place, "team_leave", status=422 if form.errors else 200, **shown)


def _seats(place: Place, number: str) -> list[Seat]:
    seats = list(seats_leaving(int(number), Where(place.group, place.title))) if number.isdigit() and len(number) < 19 else []
    if not seats:
        raise nothing_here()
    return seats


def _colleagues(place: Place, leaving_id: int) -> list[tuple[str, str]]:
    """Whoever else works there, each once, by name."""
    seats = [*seats_at(group=place.group, title=place.title), *(seats_above(place.title) if place.title else [])]
    known = {str(seat.account_id): str(seat.account) for seat in seats if seat.account_id != leaving_id}
    return sorted(known.items(), key=lambda one: one[1].casefold())
