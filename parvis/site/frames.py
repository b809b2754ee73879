"""What the readers' frame says of a title: its places, its look, what one may do, and who looks."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.publishers.looks.models import Look, look_in_force
from parvis.publishers.models import Title
from parvis.site.visitors import Visitor, door_to, visitor_of


def of_title(request: HttpRequest, title: Title, current: str = "") -> dict[str, Any]:
    """The context of `ui/site.html` for a title; `current` is the place of the menu one is at."""
    home, visitor, look = f"/t/{title.key}/", visitor_of(request, title), look_in_force(title.pk)
    return {
        "title": title,
        "visitor": visitor,
        "nav": _nav(title, current),
        "tools": _tools(request, title, visitor),
        "home_url": home,
        "charter_url": f"/charte/{title.key}/",
        "contact_url": f"mailto:{title.contact}" if title.contact else "",
        "look_url": reverse("site:look", args=[title.key, look.version]) if look else "",
        "logo": _logo(title, look),
        "feeds": [{"url": f"{home}feed.atom", "title": _("Discussions of %(title)s") % {"title": title.name}}],
    }


def _nav(title: Title, current: str) -> list[dict[str, Any]]:
    places = [
        ("home", _("The square"), f"/t/{title.key}/"),
        ("discussions", _("Discussions"), f"/t/{title.key}/discussions/"),
        ("selection", _("Selection"), f"/t/{title.key}/selection/"),
        ("members", _("Members"), f"/t/{title.key}/members/"),
    ]
    return [{"label": label, "url": address, "current": name == current} for name, label, address in places]


def _tools(request: HttpRequest, title: Title, visitor: Visitor) -> list[dict[str, Any]]:
    """Search, notifications, one's own page."""
    tools = [("search", _("Search"), reverse("site:search", args=[title.key]))]
    if visitor.account:
        tools += [
            ("bell", _("Notifications"), reverse("site:notifications")),
            ("person", visitor.name, "/members/me/"),
        ]
    else:
        tools += [("person", _("Sign in"), door_to(title, request.get_full_path()))]
    return [{"icon": icon, "label": label, "url": address} for icon, label, address in tools]


def _logo(title: Title, look: Look | None) -> dict[str, Any] | None:
    if look is None or not look.logo_width:
        return None
    address = reverse("site:logo", args=[title.key, look.version])
    size = {"width": look.logo_width, "height": look.logo_height}
    return {"url": address, "words": look.logo_words, "on_dark": look.logo_on_dark, **size}
