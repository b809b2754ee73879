"""What a signed-in reader finds on a thread's page: whether they follow it, what is new to them, whom they muted."""

from typing import Any

from parvis.conversations.acts.following import see_thread
from parvis.conversations.following_reads import next_new, reading_of
from parvis.conversations.models import Thread
from parvis.members.models import Member

#: More than any post's number: as far as the thread goes.
NEWEST = 2**62


def own_following(thread: Thread, member: Member | None) -> dict[str, Any]:
    """How the member stands to the thread, for its template; nothing for the anonymous.

    A thread of its own is noted as read as far as it goes; under an article the element notes what it has shown.
    """
    if member is None:
        return {}
    reading = reading_of(member, thread)
    first = next_new(member=member, thread_id=thread.pk, after=reading.seen) if reading.new else None
    if thread.is_own:
        see_thread(member=member, thread_id=thread.pk, post_id=NEWEST)
    place = f"/t/{thread.title.key}/{thread.pk}/posts/{first}/#parvis-{first}" if first else ""
    return {"reading": reading, "next_new": place}
