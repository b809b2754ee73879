"""Asking a colleague to answer in a thread, and knowing whether they have seen it and answered."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.models import Post, Summons, Thread
from parvis.conversations.rights import hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import ColleagueAnswered, ColleagueAsked
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Role
from parvis.publishers.rights import covers, nothing_here, seats_of

LONGEST = 1000


@transaction.atomic
def summon(*, account_id: int, thread_id: int, colleague_id: int, words: str = "", post_id: int | None = None) -> Summons:
    """Asks a colleague who works at the thread's title to answer there, or to one of its posts; they are mailed the way.

    Asked again while it waits, the note is replaced. Raises Refusal 404 or 403 (right), 409 when they do not work there.
    """
    thread = hosted_thread(account_id, thread_id)
    seats = [seat for seat in seats_of(colleague_id) if seat.role != Role.GUEST]
    if not any(covers(seat, thread.title, seat.section_id) for seat in seats):
        raise Refusal("works_elsewhere", 409, _("This person does not work at this title: give them a seat first."))
    post = Post.objects.filter(pk=post_id, thread=thread).first() if post_id else None
    given: dict[str, Any] = {"asked_by_id": account_id, "words": words.strip()[:LONGEST], "post": post, "at": clock.now()}
    open_one: dict[str, Any] = {"thread": thread, "account_id": colleague_id, "answered_at": None, "ended_at": None}
    summons, made = Summons.objects.update_or_create(**open_one, defaults=given)
    if made:
        record(ColleagueAsked(**_where(thread, account_id), summons_id=summons.pk))
    return summons


@transaction.atomic
def end_summons(*, account_id: int, summons_id: int) -> Summons:
    """Takes the question back; answered or taken back already, nothing changes. Raises Refusal 404 or 403."""
    summons = Summons.objects.select_for_update().filter(pk=summons_id).first()
    if summons is None:
        raise nothing_here()
    hosted_thread(account_id, summons.thread_id)
    Summons.objects.filter(pk=summons.pk, answered_at__isnull=True, ended_at__isnull=True).update(ended_at=clock.now())
    return summons


def see_summons(*, account_id: int, thread_id: int) -> None:
    """The colleague has opened the thread; twice changes nothing."""
    mine = Summons.objects.filter(account_id=account_id, thread_id=thread_id, seen_at__isnull=True, ended_at__isnull=True)
    mine.update(seen_at=clock.now())


def answer_summons(post: Post) -> None:
    """The newsroom waited for this post, in the transaction that writes it; its thread's title at hand."""
    if not any(badge.startswith("staff:") for badge in post.badges):
        return
    waiting = Summons.objects.filter(
        thread=post.thread_id, account=post.author.account_id, answered_at__isnull=True, ended_at__isnull=True
    )
    for summons in waiting.select_for_update():
        Summons.objects.filter(pk=summons.pk).update(answered_at=clock.now(), answer=post)
        where = _where(post.thread, post.author.account_id)
        record(ColleagueAnswered(**where, summons_id=summons.pk, post_id=post.pk))


def note_mailed(*, summons_id: int) -> None:
    """The colleague has been written to."""
    Summons.objects.filter(pk=summons_id).update(mailed_at=clock.now())


def _where(thread: Thread, account_id: int | None) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id, "thread_id": thread.pk}
