"""The place a settings page is about, fetched through the right: a title, or the whole group."""

from dataclasses import dataclass

from django.urls import reverse

from parvis.conversations.models import Space
from parvis.desk.asking import DeskRequest
from parvis.publishers.models import Group, Section, Title
from parvis.publishers.reads import sections_with_settings
from parvis.publishers.rights import ensure_may, group_for, nothing_here, title_for


class Addresses:
    """The addresses of a place's pages, by their name: `{{ place.at.words }}`."""

    def __init__(self, place: "Place") -> None:
        self._place = place

    def __getitem__(self, page: str) -> str:
        if self._place.title:
            return reverse(f"desk:{page}", kwargs={"title_key": self._place.title.key})
        return reverse(f"desk:group_{page}", kwargs={"group_key": self._place.group.key})


@dataclass(frozen=True, slots=True)
class Place:
    """A title, or its whole group when `title` is None."""

    group: Group
    title: Title | None = None

    @property
    def name(self) -> str:
        """As its people call it."""
        return self.title.name if self.title else self.group.name

    @property
    def at(self) -> Addresses:
        """Where its pages are."""
        return Addresses(self)


def place_of(request: DeskRequest, capability: str, *, title_key: str = "", group_key: str = "") -> Place:
    """The title (or group) of that key, where the account holds the capability everywhere.

    Raises Refusal 404 for a place of others, 403 for a seat that covers a section only.
    """
    account_id = request.user.pk
    if not title_key:
        return Place(group_for(account_id, group_key, capability))
    title = title_for(account_id, title_key, capability)
    if capability != "read":
        ensure_may(account_id, capability, title=title)
    return Place(title.group, title)


def section_of(place: Place, key: str) -> Section | None:
    """The section of that key at the place; None for an empty key. Raises Refusal 404."""
    if not key:
        return None
    sections = sections_with_settings(place.title) if place.title else []
    section = next((one for one in sections if one.key == key), None)
    if section is None:
        raise nothing_here()
    return section


def spaces_of(place: Place) -> list[Space]:
    """The spaces whose settings are made at the place: a title's own, or those a group shares; in their order."""
    spaces = Space.objects.alive().filter(group=place.group, title=place.title)
    return list(spaces.select_related("group", "own_policy").order_by("position", "pk"))


def space_of(place: Place, key: str) -> Space | None:
    """The space of that key at the place; None for an empty key. Raises Refusal 404."""
    if not key:
        return None
    space = next((one for one in spaces_of(place) if one.key == key), None)
    if space is None:
        raise nothing_here()
    return space
