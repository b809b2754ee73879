"""Timed work of the room."""

from procrastinate.contrib.django import app

from parvis.kit import clock
from parvis.moderation.acts.leaving import forget_evidence


@app.periodic(cron="20 4 * * *")
@app.task(name="forget_evidence", queueing_lock="forget_evidence")
def forget_old_evidence(timestamp: int) -> int:
    """Each night, empties evidence about people erased once the law asks for it no more. `timestamp` is the minute called for."""
    return forget_evidence(now=clock.now())
