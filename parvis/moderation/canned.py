"""The texts for decisions in force at a place: the title's own, else the group's."""

from dataclasses import dataclass

from parvis.moderation.models import CannedReason


@dataclass(frozen=True, slots=True)
class Kept:
    """A text at a place; `is_own`: written there; `is_instead`: it stands in place of the group's."""

    reason: CannedReason
    is_own: bool
    is_instead: bool = False


def reasons_kept(group_id: int, title_id: int | None) -> list[Kept]:
    """Those of a group, or of a title with its group's behind, by name; those left out there are said too. One query."""
    rows = CannedReason.objects.filter(group_id=group_id)
    rows = rows.filter(title__isnull=True) | rows.filter(title_id=title_id) if title_id else rows.filter(title__isnull=True)
    above = {row.key: row for row in rows if row.title_id is None}
    own = {row.key: row for row in rows if row.title_id is not None}
    if title_id is None:
        kept = [Kept(row, is_own=True) for row in above.values()]
    else:
        kept = [Kept(row, is_own=True, is_instead=key in above) for key, row in own.items()]
        kept += [Kept(row, is_own=False) for key, row in above.items() if key not in own]
    return sorted(kept, key=lambda one: (one.reason.name.casefold(), one.reason.pk))


def reasons_in_force(group_id: int, title_id: int | None) -> list[CannedReason]:
    """Those that a decision may use at a place; one query."""
    return [one.reason for one in reasons_kept(group_id, title_id) if not one.reason.is_left_out]


def with_canned(*, group_id: int, title_id: int, key: str, reason: str, language: str) -> str:
    """What the author reads: the text of that key in their language, then what was added; either alone without the other."""
    found = next((one for one in reasons_in_force(group_id, title_id) if one.key == key), None) if key else None
    return "\n\n".join(part for part in (found.words(language) if found else "", reason.strip()) if part)
