"""The settings in force at a place: the thread's, else the space's, the section's, the title's, the group's, the house's."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.kit.remembered import remembered
from parvis.publishers.hours import EVERY_DAY, Week, ensure_zone, normal_hours
from parvis.publishers.models import LevelSettings, Mode, Pictures, Policy, WhoPosts


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    """Settings in force. Lengths in characters, windows in minutes, rates in posts; 0 days never closes.

    `posts_per_thread` (first-level posts), `replies_per_thread` and `slow_seconds` are for one member in one thread;
    0: no limit. Hours and days are those of `time_zone`.
    """

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
    who_posts: str = "everyone"
    seasoned_days: int = 7
    seasoned_posts: int = 3
    posts_per_thread: int = 0
    replies_per_thread: int = 0
    slow_seconds: int = 0
    opening_hours: str = "always"
    opening_days: tuple[int, ...] = EVERY_DAY
    time_zone: str = "Europe/Paris"
    pictures: str = "none"

    @property
    def week(self) -> Week:
        """When the place is open in the week."""
        return Week(self.opening_hours, self.opening_days, self.time_zone)

    @property
    def counts_in_thread(self) -> bool:
        """Whether what a member has already written in a thread matters there."""
        return bool(self.posts_per_thread or self.replies_per_thread or self.slow_seconds)


def effective_policy(*, group_id: int, title_id: int | None = None, section_id: int | None = None) -> EffectivePolicy:
    """The settings in force at a section, title or group, in one query."""
    rows = Policy.objects.filter(Q(title__isnull=True) | Q(title_id=title_id), group_id=group_id)
    levels = [row for row in rows if row.section_id in (None, section_id)]
    levels.sort(key=lambda row: (row.title_id is not None) + (row.section_id is not None))
    return _merged(levels)


def policy_in_force(
    *, group_id: int, title_id: int | None = None, section_id: int | None = None, below: Iterable[LevelSettings] = ()
) -> EffectivePolicy:
    """The same, remembered for two seconds: asked at every post.

    `below` are the settings of the levels that rooms above know (a space, a thread), the widest first; no query for them.
    """
    place = {"group_id": group_id, "title_id": title_id, "section_id": section_id}
    above = remembered("policy", tuple(place.values()), lambda: effective_policy(**place))  # type: ignore[arg-type]  # group_id is never None
    own = list(below)
    return _merged(own, above) if own else above


def _merged(levels: Iterable[LevelSettings], above: EffectivePolicy | None = None) -> EffectivePolicy:
    given: dict[str, Any] = asdict(above) if above else {}
    for row in levels:
        for field in fields(EffectivePolicy):
            value = getattr(row, field.name)
            if value is not None and value != "":
                given[field.name] = tuple(value) if isinstance(value, list) else value
    return EffectivePolicy(**given)


_BOUNDS: dict[str, tuple[int, int]] = {
    "min_length": (1, 1000),
    "max_length": (50, 20_000),
    "edit_minutes": (0, 1440),
    "newcomer_posts": (0, 100),
    "posts_per_minute": (1, 60),
    "posts_per_hour": (1, 1000),
    "links_per_post": (0, 50),
    "close_after_days": (0, 3650),
    "seasoned_days": (0, 3650),
    "seasoned_posts": (0, 1000),
    "posts_per_thread": (0, 1000),
    "replies_per_thread": (0, 1000),
    "slow_seconds": (0, 86_400),
}
_CHOICES = {"mode": Mode.values, "who_posts": WhoPosts.values, "pictures": Pictures.values}


def sensible(values: dict[str, Any]) -> dict[str, Any]:
    """The settings as they are kept, hours made normal; None stays None: as above.

    Raises Refusal 422 naming the field for a setting that is unknown or out of bounds.
    """
    return {name: None if value is None else _sensible(name, value) for name, value in values.items()}


def _sensible(name: str, value: Any) -> Any:
    if name in _BOUNDS:
        _ensure_between(name, value, *_BOUNDS[name])
    elif name in _CHOICES:
        if value not in _CHOICES[name]:
            words = _("This kind of moderation does not exist.") if name == "mode" else _("This choice does not exist.")
            raise Refusal("bad_setting", 422, words, field=name)
    elif name == "opening_hours":
        return normal_hours(str(value))
    elif name == "opening_days":
        return _days(value)
    elif name == "time_zone":
        ensure_zone(str(value))
    elif name != "languages":
        raise Refusal("bad_setting", 422, _("This setting does not exist."), field=name)
    return value


def _days(value: Any) -> list[int]:
    days = sorted({int(day) for day in value if str(day) in "0123456"}) if isinstance(value, list | tuple) else []
    if not days:
        raise Refusal("bad_setting", 422, _("Say at least one day of the week, from 0 (Monday) to 6."), field="opening_days")
    return days


def _ensure_between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        words = _("A number between %(least)s and %(most)s is expected.") % {"least": least, "most": most}
        raise Refusal("bad_setting", 422, words, field=name)
