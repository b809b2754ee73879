"""Who was erased, kept outside the database: a backup brought back erases them again. No name, no address: numbers and dates."""

import json
from pathlib import Path

from django.conf import settings

from parvis.members.models import Member

NAME = "erased.jsonl"


def keep_tombstone(member: Member, *, keeps_words: bool) -> None:
    """Adds the member to the list: the group, the number, when they had joined (a number may serve again after a restore)."""
    line = {"group": member.group.key, "member": member.pk, "joined_at": member.joined_at.isoformat(), "keeps_words": keeps_words}
    with _list().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def tombstones() -> list[dict[str, object]]:
    """The lines of the list; none without one. A line cut short by a crash is passed over."""
    if not _list().exists():
        return []
    return [line for raw in _list().read_text(encoding="utf-8").splitlines() if (line := _read(raw))]


def _read(raw: str) -> dict[str, object] | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and {"group", "member", "joined_at"} <= line.keys() else None


def _list() -> Path:
    return Path(settings.ENVIRONMENT.PARVIS_VAR) / NAME
