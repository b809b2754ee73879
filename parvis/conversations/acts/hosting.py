"""What hosts do: pin, select, close, reopen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.settings import own_values, replace_policy
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.acts.weighing import mark_to_weigh
from parvis.conversations.models import Closure, ClosureCause, Honour, Pin, Post, Selection, Thread
from parvis.conversations.openness import times_of
from parvis.conversations.policies import policy_of
from parvis.conversations.rights import hosted_post, hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import PostPinned, PostSelected, ThreadClosed, ThreadReopened
from parvis.kit import clock


@transaction.atomic
def pin_post(*, account_id: int, post_id: int) -> int:
    """Keeps the post at the top of its thread; gives the thread's version. Raises Refusal 404 or 403."""
    post = hosted_post(account_id, post_id)
    if _honour(Pin, post, account_id):
        record(PostPinned(**_where(post.thread, account_id), member_id=post.author_id, post_id=post.pk))
    return _touched(post)


@transaction.atomic
def unpin_post(*, account_id: int, post_id: int) -> int:
    """Lets the post go back to its place."""
    post = hosted_post(account_id, post_id)
    _end(Pin, post)
    return _touched(post)


@transaction.atomic
def select_post(*, account_id: int, post_id: int) -> int:
    """Makes the post one of the newsroom's selection; gives the thread's version. Raises Refusal 404 or 403."""
    post = hosted_post(account_id, post_id)
    if _honour(Selection, post, account_id):
        mark_to_weigh(post.root_or_self_id)
        record(PostSelected(**_where(post.thread, account_id), member_id=post.author_id, post_id=post.pk))
    return _touched(post)


@transaction.atomic
def unselect_post(*, account_id: int, post_id: int) -> int:
    """Takes the post out of the selection."""
    post = hosted_post(account_id, post_id)
    _end(Selection, post)
    mark_to_weigh(post.root_or_self_id)
    return _touched(post)


def _honour(kind: type[Honour], post: Post, account_id: int) -> bool:
    given = {"thread_id": post.thread_id, "account_id": account_id, "at": clock.now()}
    _row, made = kind._default_manager.get_or_create(post=post, ended_at=None, defaults=given)
    return made


def _end(kind: type[Honour], post: Post) -> None:
    kind._default_manager.filter(post=post, ended_at__isnull=True).update(ended_at=clock.now())


def _touched(post: Post) -> int:
    return touch_thread(post.thread_id, "state", post_id=post.pk, root_id=post.root_or_self_id)


@transaction.atomic
def close_thread(*, account_id: int | None, thread_id: int, reason: str = "") -> int:
    """Closes the thread, with its reason shown to readers; gives its version. `account_id` None is the import's hand.

    Raises Refusal 404 or 403.
    """
    thread = hosted_thread(account_id, thread_id) if account_id else Thread.objects.select_related("title").get(pk=thread_id)
    return shut_thread(thread, account_id=account_id, reason=reason, at=clock.now())


def shut_thread(thread: Thread, *, account_id: int | None, at: datetime, reason: str = "", cause: str = ClosureCause.HAND) -> int:
    """Writes the closing and its fact in the caller's transaction, once; gives the thread's version."""
    given = {"account_id": account_id, "reason": reason.strip(), "at": at, "cause": cause}
    _row, made = Closure.objects.get_or_create(thread=thread, ended_at=None, defaults=given)
    if made:
        record(ThreadClosed(**_where(thread, account_id), reason=reason.strip()))
    return touch_thread(thread.pk, "state")


@transaction.atomic
def reopen_thread(*, account_id: int, thread_id: int) -> int:
    """Opens the thread again; gives its version. Raises Refusal 404 or 403.

    What had closed it by itself is lifted for this thread alone: its schedule's end, or the days after which it closes.
    """
    thread = hosted_thread(account_id, thread_id)
    ended = Closure.objects.filter(thread=thread, ended_at__isnull=True).update(ended_at=clock.now())
    lifted = _lifted(thread)
    if lifted:
        given = own_values(thread.own_policy) | lifted
        replace_policy(thread, account_id=account_id, reason=_("Reopened by hand"), given=given)
    if ended or lifted:
        record(ThreadReopened(**_where(thread, account_id)))
    return touch_thread(thread.pk, "state")


def _lifted(thread: Thread) -> dict[str, Any]:
    """The thread's own settings that would close it again at once, made harmless."""
    times, now = times_of(thread, policy_of(thread)), clock.now()
    over: dict[str, Any] = {"closes_at": None} if times.closes_at and times.closes_at <= now else {}
    return over | ({"close_after_days": 0} if times.too_old_at and times.too_old_at <= now else {})


def _where(thread: Thread, account_id: int | None) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id, "thread_id": thread.pk}
