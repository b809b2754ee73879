"""The page of the charter in force, to read."""

from django.http import HttpResponse

from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import place_of
from parvis.moderation.reads import rules_in_force


@for_seats("read")
def charter(request: DeskRequest, title_key: str) -> HttpResponse:
    """The rules in force at the title, as decisions cite them, and where readers read them."""
    place = place_of(request, "read", title_key=title_key)
    return page(request, place, "charter", rules=rules_in_force(place.group.pk, place.title.pk if place.title else None))
