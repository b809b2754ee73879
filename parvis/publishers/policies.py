"""The settings in force at a place: the section's, else the title's, else the group's, else the house's."""

from dataclasses import dataclass, fields

from django.db.models import Q

from parvis.publishers.models import Policy


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


def _merged(levels: list[Policy]) -> EffectivePolicy:
    given: dict[str, object] = {}
    for row in levels:
        for field in fields(EffectivePolicy):
            value = getattr(row, field.name)
            if value is not None and value != "":
                given[field.name] = tuple(value) if isinstance(value, list) else value
    return EffectivePolicy(**given)  # type: ignore[arg-type]  # columns and fields share their types
