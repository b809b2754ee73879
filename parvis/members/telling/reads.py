"""What members have been told, and how they want to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.kit import clock
from parvis.members.models import KeptMail, Member, Notice, NoticeChoice
from parvis.members.telling.kinds import DEFAULTS, KINDS, Kind
from parvis.members.telling.models import Way

#: Beyond, a bell says "99+": nobody counts further, and neither does the database.
MOST_COUNTED = 100


def told_to(members: Iterable[Member], *, before: int | None = None, most: int = 30) -> list[Notice]:
    """What these members have been told and not taken back, newest first, below the number `before`; one query."""
    due = Notice.objects.filter(member__in=list(members), dropped_at__isnull=True, due_at__lte=clock.now())
    return list((due.filter(pk__lt=before) if before else due).order_by("-pk")[:most])


def unread_of(members: Iterable[Member]) -> int:
    """How many notices these members have not read, a hundred at most; one query."""
    due = Notice.objects.filter(member__in=list(members), seen_at__isnull=True, dropped_at__isnull=True, due_at__lte=clock.now())
    return due.order_by("-pk").values("pk")[:MOST_COUNTED].count()


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of notice, how it is told to the member now, and the ways there are, each with its words."""

    kind: Kind
    way: str
    ways: tuple[tuple[str, str], ...]


def choices_of(member: Member) -> list[Choice]:
    """Every kind with the member's choice, in the language in force; one query."""
    chosen = dict(NoticeChoice.objects.filter(member=member).values_list("kind", "way"))
    return [
        Choice(kind, chosen.get(kind.key, DEFAULTS[kind.key]), tuple((way, str(Way(way).label)) for way in kind.ways))
        for kind in KINDS.values()
    ]


def kept_mail_of(member: Member) -> KeptMail | None:
    """The member's agreement to letters, for one who comes in by a publisher's token; one query."""
    return KeptMail.objects.filter(member=member).first()
