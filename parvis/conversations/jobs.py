"""Timed work of the room: threads that open and close by themselves."""

from procrastinate.contrib.django import app

from parvis.conversations.acts.keeping_time import close_threads_on_time, close_threads_too_old, open_threads_on_time


@app.periodic(cron="* * * * *")
@app.task(name="keep_threads_on_time", queueing_lock="keep_threads_on_time")
def keep_threads_on_time(timestamp: int) -> int:
    """Each minute, opens and closes threads on schedule; gives how many. `timestamp` is the minute it was called for."""
    return open_threads_on_time() + close_threads_on_time()


@app.periodic(cron="*/10 * * * *")
@app.task(name="close_old_threads", queueing_lock="close_old_threads")
def close_old_threads(timestamp: int) -> int:
    """Every ten minutes, closes threads past their days, 500 at a time; gives how many. `timestamp`: the minute called for."""
    return close_threads_too_old()
