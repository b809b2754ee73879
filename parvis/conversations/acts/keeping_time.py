"""What the clock does to threads: opening on schedule, closing on schedule or for their age."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from parvis.conversations.acts.hosting import shut_thread
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.measures import threads_too_old
from parvis.conversations.models import Closure, ClosureCause, Thread, ThreadPolicy
from parvis.conversations.openness import openness_at, times_of
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import threads_with_places
from parvis.journal.acts import record
from parvis.journal.facts import ThreadOpenedOnTime
from parvis.kit import clock

_CAUSES = {"ended": ClosureCause.SCHEDULE, "too_old": ClosureCause.AGE}


@transaction.atomic
def open_threads_on_time(*, most: int = 200) -> int:
    """Tells the readers of the threads whose hour has come, each once; gives how many."""
    due = ThreadPolicy.objects.filter(ended_at__isnull=True, told_open_at__isnull=True, opens_at__lte=clock.now())
    rows = list(due.select_for_update(of=("self",), skip_locked=True).select_related("thread__title")[:most])
    for row in rows:
        ThreadPolicy.objects.filter(pk=row.pk).update(told_open_at=clock.now())
        touch_thread(row.thread_id, "state")
        title = row.thread.title
        record(ThreadOpenedOnTime(group_id=title.group_id, title_id=title.pk, thread_id=row.thread_id))
    return len(rows)


def close_threads_on_time(*, most: int = 200) -> int:
    """Closes the threads whose schedule has ended; gives how many."""
    closed = Exists(Closure.objects.filter(thread=OuterRef("pk"), ended_at__isnull=True))
    due = Thread.objects.filter(~closed, own_policy__closes_at__lte=clock.now()).order_by("own_policy__closes_at")
    return sum(_close(pk) for pk in due.values_list("pk", flat=True)[:most])


def close_threads_too_old(*, most: int = 500) -> int:
    """Closes the threads that have outlived the days their settings give them, the last written in first; gives how many.

    Until a thread's turn comes it is closed all the same: its age is looked at whenever somebody reads or writes.
    """
    return sum(_close(pk) for pk in threads_too_old(clock.now(), most))


@transaction.atomic
def _close(thread_id: int) -> bool:
    """Closes the thread if its own clock still says so."""
    thread = threads_with_places().get(pk=thread_id)
    times = times_of(thread, policy_of(thread))
    state = openness_at(times, clock.now()).state
    if state not in _CAUSES:
        return False
    at = times.closes_at if state == "ended" else times.too_old_at
    shut_thread(thread, account_id=None, cause=_CAUSES[state], at=at or clock.now())
    return True
