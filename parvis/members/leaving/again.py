"""Erasing again those whom a backup brought back."""

from datetime import datetime

from parvis.members.leaving.acts import ask_erasure, erase
from parvis.members.leaving.models import Erasure
from parvis.members.leaving.tombstones import tombstones
from parvis.members.models import Member


def erase_again() -> int:
    """Erases the members of the list (tombstones.py) who are here under their name; gives how many.

    Relied on by `parvis restore`. A number alone is not believed: the day and second they joined must be the same.
    """
    return sum(_again(line) for line in tombstones())


def _again(line: dict[str, object]) -> bool:
    joined = datetime.fromisoformat(str(line["joined_at"]))
    known = Member.objects.select_related("group", "account")
    member = known.filter(
        pk=int(str(line["member"])), group__key=str(line["group"]), joined_at=joined, erased_at__isnull=True
    ).first()
    if member is None:
        return False
    erasure = ask_erasure(member=member, keeps_words=bool(line.get("keeps_words", True)))
    return erase(erasure=Erasure.objects.get(pk=erasure.pk))
