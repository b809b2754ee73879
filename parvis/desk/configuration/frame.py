"""What every settings page is given: the desk's frame, and the places where the same page may be read."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from parvis.desk.asking import DeskRequest
from parvis.desk.configuration.place import Place
from parvis.desk.frame import frame
from parvis.publishers.rights import may_anywhere, nothing_here, titles_for

#: Each page: what it is called, and the capability it asks for.
PAGES = {
    "settings": (_("Moderation settings"), "configure"),
    "words": (_("Words and domains"), "configure"),
    "table": (_("Decision table"), "configure"),
    "team": (_("Team"), "invite"),
    "spaces": (_("Spaces"), "configure"),
    "look": (_("Look"), "configure"),
    "sites": (_("Sites"), "configure"),
    "articles": (_("Articles"), "configure"),
    "entry": (_("Readers’ sign-in"), "configure"),
    "charter": (_("Charter"), "read"),
    "rules": (_("Writing the charter"), "configure"),
    "reasons": (_("Texts for decisions"), "configure"),
    "firms": (_("Outside firms"), "invite"),
    "badges": (_("Badges"), "configure"),
    "bylines": (_("Signatures"), "host"),
    "api_keys": (_("API keys"), "configure"),
    "webhooks": (_("Webhooks"), "configure"),
}
ONLY_OF_A_TITLE = ("look", "bylines", "table", "charter", "sites", "articles")
ONLY_OF_A_GROUP = ("badges", "firms")
# A page that asks something stands where one came from.
UNDER = {
    "api_key_retire": "api_keys",
    "webhook": "webhooks",
    "webhook_retire": "webhooks",
    "team_end": "team",
    "team_leave": "team",
    "key_retire": "entry",
    "issuer_retire": "entry",
    "server_retire": "entry",
}


def door(request: DeskRequest, page: str) -> HttpResponse:
    """Leads to the page of the title `?title=`, else of the whole group, else of the first title the seats open."""
    asked = request.GET.get("title", "")
    found = [place for place in _places(request, page) if not asked or (place.title and place.title.key == asked)]
    if not found:
        raise nothing_here()
    return redirect(found[0].at[page])


def page(request: DeskRequest, place: Place, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page `name` of a place, in the desk's frame; `context` is what its template shows."""
    return render(request, f"desk/configuration/{name}.html", framed(request, place, name) | context, status=status)


def framed(request: DeskRequest, place: Place, name: str) -> dict[str, Any]:
    """The frame's context, its switcher leading to the same page of the other places."""
    current = UNDER.get(name, name)
    others = [{"name": one.name, "url": one.at[current], "current": one == place} for one in _places(request, current)]
    return frame(request, current, title_key=place.title.key if place.title else "") | {
        "place": place,
        "title": place.title or place.group,
        "titles": others if len(others) > 1 else [],
        "page_name": PAGES[current][0],
    }


def _places(request: DeskRequest, page: str) -> list[Place]:
    """Where the seats open a page: whole groups first, then titles by name; one query."""
    capability = PAGES[page][1]
    groups = {seat.group for seat in request.seats if seat.title_id is None and may_anywhere([seat], capability)}
    found = [] if page in ONLY_OF_A_TITLE else [Place(group) for group in sorted(groups, key=str)]
    if page in ONLY_OF_A_GROUP:
        return found
    titles = titles_for(request.user.pk, capability).select_related("group").order_by("name")
    return found + [Place(title.group, title) for title in titles]
