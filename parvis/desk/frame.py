"""What every page of the desk stands in: where one may go, for which title, in which seat."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from parvis.desk.asking import DeskRequest
from parvis.desk.commands import keymap_of
from parvis.desk.places import PLACES
from parvis.members.factors import factor_due
from parvis.moderation.queue import Filters, waiting_count
from parvis.publishers.models import Role, Seat, Title
from parvis.publishers.rights import may_anywhere, titles_for

#: Whoever has several seats is named by the first of these.
ORDER = [str(role) for role in Role]


def frame(request: DeskRequest, current: str, *, title_key: str | None = None) -> dict[str, Any]:
    """The context `ui/desk.html` asks for, with `current` (a name in PLACES) marked; two queries.

    `title_key` is the title the page is narrowed to (default: what its address says in `?title=`).
    """
    key = request.GET.get("title", "") if title_key is None else title_key
    titles = list(titles_for(request.user.pk, "enter").select_related("group").order_by("name"))
    chosen = next((title for title in titles if title.key == key), titles[0] if len(titles) == 1 else None)
    asked = f"?title={chosen.key}" if chosen and len(titles) > 1 else ""
    return {
        "nav": _nav(request, current, asked, chosen.key if asked and chosen else ""),
        "title": chosen or {"name": _house_name(titles), "accent": ""},
        "titles": _choices(request, titles, chosen),
        "seat": {"name": str(request.user), "role": role_of(request.seats)},
        "account_links": [],
        "factor_due": factor_due(request.user, request.seats),
        "title_key": chosen.key if asked and chosen else "",
        "palette_url": reverse("desk:go"),
        "keymap": keymap_of(request),
    }


def _nav(request: DeskRequest, current: str, asked: str, title_key: str) -> list[dict[str, Any]]:
    places = []
    for name, label, icon, key, capability in PLACES:
        address = _address(name) if may_anywhere(request.seats, capability) else ""
        if address:
            count = waiting(request, Filters(title=title_key)) if name == "queue" else None
            place = {"label": label, "url": address + asked, "icon": icon, "key": key, "count": count}
            places.append(place | {"current": name == current, "name": name})
    return places


def waiting(request: DeskRequest, filters: Filters) -> int:
    """How many cases wait within the filters; asked once in a request."""
    known: dict[Filters, int] = request.__dict__.setdefault("waiting_counts", {})
    if filters not in known:
        known[filters] = waiting_count(account_id=request.user.pk, filters=filters)
    return known[filters]


def _address(name: str) -> str:
    try:
        return reverse(f"desk:{name}")
    except NoReverseMatch:
        return ""


def _choices(request: DeskRequest, titles: list[Title], chosen: Title | None) -> list[dict[str, Any]]:
    if len(titles) < 2:
        return []
    everything = {"name": _("All titles"), "url": request.path, "current": chosen is None}
    return [everything, *({"name": t.name, "url": f"?title={t.key}", "current": t == chosen} for t in titles)]


def _house_name(titles: list[Title]) -> str:
    groups = {title.group.name for title in titles}
    return groups.pop() if len(groups) == 1 else _("All titles")


def role_of(seats: list[Seat]) -> str:
    """As what one works here, in words: the most responsible of the seats."""
    if not seats:
        return ""
    return str(min(seats, key=lambda seat: ORDER.index(seat.role)).get_role_display())
