"""Weighing posts anew after what happened around them, a little later and away from whoever made it happen."""

from datetime import datetime

from django.db import connection, transaction

from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.models import Post, ToWeigh
from parvis.conversations.worth import weigh
from parvis.conversations.worth_measures import given_of
from parvis.kit import clock


def mark_to_weigh(*root_ids: int) -> None:
    """Has these root posts weighed anew within a minute or so, in the caller's transaction; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"ids": sorted(root_ids), "now": clock.now()})


def weigh_posts(*, most: int = 500) -> int:
    """Weighs what was marked, the longest waiting first, `most` at once; gives how many. Threads whose order changed are told.

    Each post is weighed and written by itself: an act that marks it meanwhile never waits, and has it weighed again.
    """
    waiting = list(ToWeigh.objects.order_by("since").values_list("post_id", "since")[:most])
    moved = {thread for pk, since in waiting if (thread := _weigh(pk, since))}
    for thread_id in sorted(moved):
        touch_thread(thread_id, "order")
    return len(waiting)


@transaction.atomic
def _weigh(post_id: int, since: datetime) -> int | None:
    """The thread of a post whose worth changed."""
    given = given_of(post_id)
    changed = None
    if given is not None:
        worth = weigh(given).worth
        if Post.objects.filter(pk=post_id).exclude(worth=worth).update(worth=worth):
            changed = Post.objects.values_list("thread_id", flat=True).get(pk=post_id)
    ToWeigh.objects.filter(post_id=post_id, since=since).delete()
    return changed


_MARK = """
INSERT INTO conversations_toweigh (post_id, since) SELECT id, %(now)s FROM unnest(%(ids)s::bigint[]) AS given(id)
ON CONFLICT (post_id) DO UPDATE SET since = excluded.since
"""
