"""What the desk is given from an archive: posts that were waiting there, and standings given there. Relied on by the import."""

from collections.abc import Sequence
from dataclasses import dataclass

from parvis.kit import clock
from parvis.moderation.models import Case, Standing, StandingChange
from parvis.moderation.models.cases import CaseCause
from parvis.moderation.urgency import urgency_of
from parvis.publishers.models import Title


@dataclass(frozen=True, slots=True)
class Imported:
    """A subject that is not simply published."""

    subject: str
    standing: str
    author_id: int
    section_id: int | None
    words: str


def take_imported(*, title: Title, imported: Sequence[Imported]) -> int:
    """Writes the first step of each standing's history and opens a case for what is held; returns how many cases.

    In the caller's transaction. The archive says nothing of risk: these cases come after those of today.
    """
    now = clock.now()
    StandingChange.objects.bulk_create(
        StandingChange(subject=one.subject, before="", after=one.standing, cause="import", at=now) for one in imported
    )
    held = [one for one in imported if one.standing == Standing.HELD]
    urgency = urgency_of(risk=0, reach=0, signals=0, opened_at=now)
    Case.objects.bulk_create(
        Case(
            group_id=title.group_id,
            title=title,
            section_id=one.section_id,
            subject=one.subject,
            author_id=one.author_id,
            cause=CaseCause.IMPORTED,
            words=one.words,
            urgency=urgency,
            opened_at=now,
        )
        for one in held
    )
    return len(held)
