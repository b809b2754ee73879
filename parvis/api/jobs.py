"""Timed work of the room."""

from procrastinate.contrib.django import app

from parvis.api.acts import forget_answers
from parvis.api.once import LIFE


@app.periodic(cron="25 * * * *")
@app.task(name="forget_kept_answers", queueing_lock="forget_kept_answers")
def forget_kept_answers(timestamp: int) -> int:
    """Each hour, erases answers kept for a day. `timestamp` is the minute it was called for."""
    return forget_answers(older_than=LIFE)
