"""What hosts read beside a discussion: who was invited to speak, its notes, and its own settings as they were."""

from parvis.conversations.models import HostNote, Post, Speaker, Thread, ThreadPolicy

LAST = 20


def speakers_in(thread: Thread) -> list[Speaker]:
    """The members invited to speak now, in the order they were; one query."""
    current = Speaker.objects.filter(thread=thread, ended_at__isnull=True)
    return list(current.select_related("member", "account").order_by("pk"))


def notes_on(thread: Thread, post: Post | None = None) -> list[HostNote]:
    """The notes of a thread, or of one of its posts, the last first, the one in force included; one query."""
    notes = HostNote.objects.filter(thread=thread, post=post).select_related("account", "ended_by")
    return list(notes.order_by("-pk")[:LAST])


def notes_under(posts: list[int]) -> dict[int, HostNote]:
    """The note in force under each of these posts; one query."""
    current = HostNote.objects.filter(post__in=posts, ended_at__isnull=True)
    return {note.post_id: note for note in current if note.post_id}


def policies_of(thread: Thread) -> list[ThreadPolicy]:
    """The thread's own settings as they were written, the last first; one query."""
    return list(ThreadPolicy.objects.filter(thread=thread).select_related("account").order_by("-pk")[:LAST])
