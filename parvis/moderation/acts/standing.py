"""Keeping the history of a standing."""

from parvis.kit import clock
from parvis.moderation.models import StandingChange


def note_standing(*, subject: str, before: str, after: str, cause: str, account_id: int | None = None) -> StandingChange:
    """Writes one step of a standing's history, in the transaction that changes the standing."""
    change = StandingChange(subject=subject, before=before, after=after, cause=cause, account_id=account_id, at=clock.now())
    change.save(force_insert=True)
    return change
