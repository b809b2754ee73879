"""What the newsroom says beside a discussion: one note at the top of a thread, one under a post, signed from a seat."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.models import HostNote, NoteKind, Post, Thread
from parvis.conversations.rights import badge_of_account, hosted_post, hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import HostNoteEnded, HostNoteWritten
from parvis.kit import clock
from parvis.kit.markup import Rendered, render
from parvis.kit.refusals import Refusal
from parvis.members.models import Account

LONGEST_NOTE = 2000


@transaction.atomic
def note_on_thread(*, account_id: int, thread_id: int, source: str) -> int:
    """Puts a note at the top of the thread, in place of the one there, kept as history; gives the thread's version.

    `source` is light formatting, signed with the account's name and seat. Raises Refusal 404 or 403 (right), 422 (empty, or
    longer than 2,000 characters).
    """
    thread = hosted_thread(account_id, thread_id)
    rendered = _rendered(source)
    Thread.objects.select_for_update().get(pk=thread.pk)
    former = HostNote.objects.filter(thread=thread, post__isnull=True, ended_at__isnull=True)
    if thread.note and thread.note.html == rendered.html:
        return thread.version
    note = _written(former, thread, None, account_id, source, rendered, NoteKind.NOTE)
    Thread.objects.filter(pk=thread.pk).update(note=note)
    return touch_thread(thread.pk, "state")


@transaction.atomic
def note_on_post(*, account_id: int, post_id: int, source: str, kind: str = NoteKind.NOTE) -> int:
    """Puts a note (`note` or `correction`) under a visible post, in place of the one there; gives the thread's version.

    Raises Refusal as `note_on_thread`, and 422 for an unknown kind.
    """
    if kind not in NoteKind.values:
        raise Refusal("unknown_kind", 422, _("This kind of note does not exist."), field="kind")
    post = hosted_post(account_id, post_id)
    rendered = _rendered(source)
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    former = HostNote.objects.filter(post=post, ended_at__isnull=True)
    if former.filter(html=rendered.html, kind=kind).exists():
        return post.thread.version
    _written(former, post.thread, post, account_id, source, rendered, kind)
    return _touched(post)


@transaction.atomic
def end_note_on_thread(*, account_id: int, thread_id: int) -> int:
    """Takes the thread's note down, if any; gives the thread's version. Raises Refusal 404 or 403."""
    thread = hosted_thread(account_id, thread_id)
    current = HostNote.objects.filter(thread=thread, post__isnull=True, ended_at__isnull=True)
    if not _ended(current, thread, account_id):
        return thread.version
    Thread.objects.filter(pk=thread.pk).update(note=None)
    return touch_thread(thread.pk, "state")


@transaction.atomic
def end_note_on_post(*, account_id: int, post_id: int) -> int:
    """Takes the post's note down, if any; gives the thread's version. Raises Refusal 404 or 403."""
    post = hosted_post(account_id, post_id)
    if not _ended(HostNote.objects.filter(post=post, ended_at__isnull=True), post.thread, account_id):
        return post.thread.version
    return _touched(post)


def _rendered(source: str) -> Rendered:
    if len(source) > 3 * LONGEST_NOTE or "\x00" in source:
        raise _too_long()
    rendered = render(source)
    if not rendered.text.strip():
        raise Refusal("empty_note", 422, _("Write the note first."), field="source")
    if len(rendered.text) > LONGEST_NOTE:
        raise _too_long()
    return rendered


def _too_long() -> Refusal:
    return Refusal("too_long", 422, _("A note has %(most)s characters at most.") % {"most": LONGEST_NOTE}, field="source")


def _written(
    former: Any, thread: Thread, post: Post | None, account_id: int, source: str, rendered: Rendered, kind: str
) -> HostNote:
    now = clock.now()
    former.update(ended_at=now, ended_by_id=account_id)
    note = HostNote.objects.create(
        thread=thread,
        post=post,
        kind=kind,
        account_id=account_id,
        name=str(Account.objects.get(pk=account_id))[:120],
        badge=badge_of_account(account_id, thread.title),
        source=source,
        html=rendered.html,
        text=rendered.text,
        at=now,
    )
    record(HostNoteWritten(**_where(thread, account_id), **_about(thread, post), note_id=note.pk))
    return note


def _ended(current: Any, thread: Thread, account_id: int) -> bool:
    note = current.select_related("post").first()
    if note is None:
        return False
    current.update(ended_at=clock.now(), ended_by_id=account_id)
    record(HostNoteEnded(**_where(thread, account_id), **_about(thread, note.post), note_id=note.pk))
    return True


def _touched(post: Post) -> int:
    return touch_thread(post.thread_id, "state", post_id=post.pk, root_id=post.root_or_self_id)


def _about(thread: Thread, post: Post | None) -> dict[str, Any]:
    said: dict[str, Any] = {"thread_id": thread.pk, "post_id": post.pk if post else None}
    return said | ({"member_id": post.author_id} if post else {})


def _where(thread: Thread, account_id: int) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id}
