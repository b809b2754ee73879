"""What pages need of publishers: settings with where they come from, seats by place, invitations, sites."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q

from parvis.kit import clock
from parvis.publishers.models import (
    ArticleFeed,
    ArticleMerge,
    FormerAddress,
    Group,
    HandOver,
    Invitation,
    LevelSettings,
    Policy,
    Seat,
    Section,
    Site,
    Title,
)
from parvis.publishers.policies import EffectivePolicy


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting at a level: its own value there (None: as above), and what comes from above, with its level.

    Levels: house, group, title, section, space, thread.
    """

    name: str
    level: str
    own: Any
    inherited: Any
    inherited_from: str

    @property
    def value(self) -> Any:
        """What is in force there."""
        return self.inherited if self.own is None else self.own

    @property
    def source(self) -> str:
        """The level that decides."""
        return self.inherited_from if self.own is None else self.level


def settings_at(
    *,
    group: Group,
    title: Title | None = None,
    section: Section | None = None,
    below: Sequence[tuple[str, LevelSettings | None]] = (),
) -> dict[str, Setting]:
    """Every setting at a place, with where it comes from; one query.

    The place is the last of group, title, section and the levels `below` that rooms above know, each its name (`space`,
    `thread`) and its own row, None when it has set nothing.
    """
    rows = Policy.objects.filter(Q(title__isnull=True) | Q(title=title), group=group)
    known: dict[str, LevelSettings] = {
        _level(row): row for row in rows if row.section_id in (None, section.pk if section else None)
    }
    names = ["group", *(["title"] if title else []), *(["section"] if section else [])]
    levels = [*((name, known.get(name)) for name in names), *below]
    return {field.name: _setting(field.name, field.default, levels) for field in fields(EffectivePolicy)}


def _level(row: Policy) -> str:
    return "section" if row.section_id else "title" if row.title_id else "group"


def _setting(name: str, default: Any, levels: Sequence[tuple[str, LevelSettings | None]]) -> Setting:
    inherited, source = default, "house"
    *above, (here, own) = levels
    for level, row in above:
        if (value := _own(row, name)) is not None:
            inherited, source = value, level
    return Setting(name, here, _own(own, name), inherited, source)


def _own(row: LevelSettings | None, name: str) -> Any:
    value = getattr(row, name, None)
    return None if value == "" else tuple(value) if isinstance(value, list) else value


def sections_with_settings(title: Title) -> list[Section]:
    """The sections of the title by name, each with `has_settings`; two queries."""
    special = set(Policy.objects.filter(section__title=title).values_list("section_id", flat=True))
    sections = list(Section.objects.filter(title=title).order_by("name"))
    for section in sections:
        section.has_settings = section.pk in special  # type: ignore[attr-defined]  # read by the page only
    return sections


def seats_at(*, group: Group, title: Title | None = None) -> list[Seat]:
    """The current seats of a group with all its titles, or of one title with its sections; by place, role and name."""
    seats = Seat.objects.current().filter(group=group)
    if title is not None:
        seats = seats.filter(title=title)
    order = ("title__name", "section__name", "role", "account__name", "pk")
    return list(seats.select_related("account", "title", "section", "group").order_by(*order))


def seats_above(title: Title) -> list[Seat]:
    """The current seats of the whole group, which cover the title too."""
    whole = Seat.objects.current().filter(group=title.group_id, title__isnull=True)
    return list(whole.select_related("account", "group").order_by("role", "account__name", "pk"))


def invitations_at(*, group: Group, title: Title | None = None) -> list[Invitation]:
    """The invitations still open at a group with all its titles, or at one title; newest first."""
    open_ones = Invitation.objects.filter(
        group=group, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now()
    )
    if title is not None:
        open_ones = open_ones.filter(title=title)
    return list(open_ones.select_related("group", "title", "section", "invited_by").order_by("-pk"))


def sites_of(title: Title) -> list[Site]:
    """The title's sites with their origins; two queries."""
    return list(Site.objects.filter(title=title).prefetch_related("origins").order_by("pk"))


def feeds_of(title: Title) -> list[ArticleFeed]:
    """The feeds and sitemaps asked for the title's articles, the first declared first; one query."""
    current = ArticleFeed.objects.filter(title=title, ended_at__isnull=True)
    return list(current.select_related("site", "section", "title").order_by("declared_at", "pk"))


def former_addresses_of(title: Title, most: int = 50) -> list[FormerAddress]:
    """The last addresses that articles of the title left, newest first; one query."""
    rows = FormerAddress.objects.filter(title=title).select_related("article", "account")
    return list(rows.order_by("-moved_at", "-pk")[:most])


def merges_of(title: Title, most: int = 20) -> list[ArticleMerge]:
    """The last merges of the title's articles that stand, newest first; one query."""
    rows = ArticleMerge.objects.filter(article__title=title, undone_at__isnull=True).select_related("article", "into", "account")
    return list(rows.order_by("-at", "-pk")[:most])


def hand_overs_at(*, group: Group, title: Title | None = None, most: int = 20) -> list[HandOver]:
    """The last hand-overs of a group with its titles, or of one title, newest first; one query."""
    rows = HandOver.objects.filter(group=group)
    if title is not None:
        rows = rows.filter(title=title)
    return list(rows.select_related("account", "to", "by", "title").order_by("-at", "-pk")[:most])
