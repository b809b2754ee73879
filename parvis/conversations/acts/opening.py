"""Threads of their own: opened in a space, given another heading, kept at the top, moved to another space."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_headline
from parvis.conversations.acts.publishing import Published, publish_post
from parvis.conversations.acts.rewriting import keep_former
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.headings import clean_heading
from parvis.conversations.models import Space, Thread, ThreadPin
from parvis.conversations.rights import ensure_may_open, hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import ThreadMoved, ThreadPinned, ThreadRenamed
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.publishers.models import Title


def open_thread(
    *,
    member: Member,
    title: Title,
    space: Space,
    heading: str,
    source: str,
    advised: bool = True,
    key: str = "",
    picture: str = "",
) -> Published:
    """Opens a thread of the title in a space: its heading and first post, judged together, as any post is.

    `title` with its group at hand. Held words make a thread that only its author and the desk see until they are approved.
    Raises Refusal 403 (right), 409 (`advice`, archived), 422 (heading, or refused by the screens): nothing is then written.
    """
    ensure_may_open(member, title, space)
    thread = Thread(title=title, space=space, heading=clean_heading(heading), opened_at=clock.now())
    return publish_post(member=member, thread=thread, source=source, advised=advised, key=key, picture=picture)


@transaction.atomic
def rename_thread(*, account_id: int, thread_id: int, heading: str) -> int:
    """Gives a thread of its own another heading, by its host; gives its version. The former one is kept with the first post.

    Raises Refusal 404 or 403, 409 (under an article), 422 (not a heading).
    """
    thread = _own_thread(account_id, thread_id)
    wished = clean_heading(heading)
    if wished == thread.heading:
        return thread.version
    if thread.first is not None:
        thread.first.thread = thread
        keep_former(thread.first)
        thread.first.save(update_fields=["revision"])
    Thread.objects.filter(pk=thread.pk).update(heading=wished)
    thread.heading = wished
    index_headline(thread)
    record(ThreadRenamed(**_where(thread, account_id), heading=wished))
    return touch_thread(thread.pk, "state")


@transaction.atomic
def pin_thread(*, account_id: int, thread_id: int) -> None:
    """Keeps the thread at the top of its space; twice changes nothing. Raises Refusal 404 or 403, 409 without a space."""
    thread = _own_thread(account_id, thread_id)
    if thread.space_id is None:
        raise Refusal("no_space", 409, _("This discussion stands in no space."))
    given = {"account_id": account_id, "at": clock.now()}
    _row, made = ThreadPin.objects.get_or_create(thread=thread, ended_at=None, defaults=given)
    if made:
        record(ThreadPinned(**_where(thread, account_id)))


@transaction.atomic
def unpin_thread(*, account_id: int, thread_id: int) -> None:
    """Lets the thread go back to its place. Raises Refusal 404 or 403."""
    thread = _own_thread(account_id, thread_id)
    ThreadPin.objects.filter(thread=thread, ended_at__isnull=True).update(ended_at=clock.now())


@transaction.atomic
def move_thread(*, account_id: int, thread_id: int, space: Space) -> int:
    """Puts a thread of its own in another space of its title or group; gives its version.

    Raises Refusal 404 or 403, 409 for a space of elsewhere or an archived one.
    """
    thread = _own_thread(account_id, thread_id)
    if space.group_id != thread.title.group_id or space.title_id not in (None, thread.title_id):
        raise Refusal("other_title", 409, _("This space belongs to another title."))
    if space.is_archived:
        raise Refusal("archived", 409, _("This space is archived: one reads it, and no longer writes there."))
    if space.pk == thread.space_id:
        return thread.version
    ThreadPin.objects.filter(thread=thread, ended_at__isnull=True).update(ended_at=clock.now())
    Thread.objects.filter(pk=thread.pk).update(space=space)
    record(ThreadMoved(**_where(thread, account_id), space_id=space.pk))
    return touch_thread(thread.pk, "state")


def _own_thread(account_id: int, thread_id: int) -> Thread:
    thread = hosted_thread(account_id, thread_id)
    if not thread.is_own:
        raise Refusal("under_article", 409, _("This discussion stands under an article."))
    return thread


def _where(thread: Thread, account_id: int) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id, "thread_id": thread.pk}
