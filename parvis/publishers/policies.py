"""The settings in force at a place: the section's, else the title's, else the group's, else the house's."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.kit.remembered import remembered
from parvis.publishers.models import Mode, Policy


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    """Settings in force. Lengths in characters, windows in minutes, rates in posts; 0 days never closes."""

    mode: str = "post"
    min_length: int = 2
    max_length: int = 3000
    edit_minutes: int = 5
    newcomer_posts: int = 1
    posts_per_minute: int = 3
    posts_per_hour: int = 30
    links_per_post: int = 2
    close_after_days: int = 0
    languages: tuple[str, ...] = ("fr", "en", "de")


def effective_policy(*, group_id: int, title_id: int | None = None, section_id: int | None = None) -> EffectivePolicy:
    """The settings in force at a section, title or group, in one query."""
    rows = Policy.objects.filter(Q(title__isnull=True) | Q(title_id=title_id), group_id=group_id)
    levels = [row for row in rows if row.section_id in (None, section_id)]
    levels.sort(key=lambda row: (row.title_id is not None) + (row.section_id is not None))
    return _merged(levels)


def policy_in_force(*, group_id: int, title_id: int | None = None, section_id: int | None = None) -> EffectivePolicy:
    """The same, remembered for two seconds: asked at every post."""
    place = {"group_id": group_id, "title_id": title_id, "section_id": section_id}
    return remembered("policy", tuple(place.values()), lambda: effective_policy(**place))  # type: ignore[arg-type]  # group_id is never None


def _merged(levels: list[Policy]) -> EffectivePolicy:
    given: dict[str, object] = {}
    for row in levels:
        for field in fields(EffectivePolicy):
            value = getattr(row, field.name)
            if value is not None and value != "":
                given[field.name] = tuple(value) if isinstance(value, list) else value
    return EffectivePolicy(**given)  # type: ignore[arg-type]  # columns and fields share their types


_BOUNDS: dict[str, tuple[int, int]] = {
    "min_length": (1, 1000),
    "max_length": (50, 20_000),
    "edit_minutes": (0, 1440),
    "newcomer_posts": (0, 100),
    "posts_per_minute": (1, 60),
    "posts_per_hour": (1, 1000),
    "links_per_post": (0, 50),
    "close_after_days": (0, 3650),
}


def ensure_sensible(values: dict[str, Any]) -> None:
    """Raises Refusal 422 naming the field for a setting that is unknown or out of bounds; None always passes."""
    for name, value in values.items():
        if value is None:
            continue
        if name in _BOUNDS:
            _ensure_between(name, value, *_BOUNDS[name])
        elif name == "mode" and value not in Mode.values:
            raise Refusal("bad_setting", 422, _("This kind of moderation does not exist."), field=name)
        elif name not in {"mode", "languages"}:
            raise Refusal("bad_setting", 422, _("This setting does not exist."), field=name)


def _ensure_between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        words = _("A number between %(least)s and %(most)s is expected.") % {"least": least, "most": most}
        raise Refusal("bad_setting", 422, words, field=name)
