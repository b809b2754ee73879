"""Doing one thing to many: drafted, then done a few at a time, then undone if need be."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts import close_thread, reopen_thread
from parvis.conversations.models import Closure
from parvis.conversations.rights import hosted_thread
from parvis.desk.models import Batch, BatchAct
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for
from parvis.publishers.rights import ensure_may_somewhere, nothing_here

MOST, AT_ONCE = 1000, 25
CONTRARY = {"close": "reopen", "reopen": "close", "watch": "unwatch", "unwatch": "watch"}


@transaction.atomic
def draft_batch(*, account_id: int, act: str, items: Collection[int]) -> Batch:
    """What is to be done to these threads or members; nothing is done yet.

    Raises Refusal 422 (unknown act, none chosen, more than a thousand).
    """
    chosen = list(dict.fromkeys(items))
    if act not in BatchAct.values:
        raise Refusal("unknown_act", 422, _("This cannot be done to several at once."))
    if not 0 < len(chosen) <= MOST:
        raise Refusal("none_chosen", 422, _("Choose between one and %(most)s lines.") % {"most": MOST})
    return Batch.objects.create(account_id=account_id, act=act, items=chosen, made_at=clock.now())


@transaction.atomic
def step_batch(*, account_id: int, batch_id: int, reason: str = "", kept: Collection[int] | None = None) -> Batch:
    """Does the next twenty-five; the first time, with the reason given and only what is `kept` of the draft.

    What one may not do, or what is so already, is told in `results` and stops nothing. Raises Refusal 404 for another's batch.
    """
    batch = _own(account_id, batch_id)
    if batch.started_at is None:
        batch.started_at, batch.reason = clock.now(), reason.strip()[:1000]
        batch.items = [number for number in batch.items if kept is None or number in kept]
    for number in batch.items[len(batch.results) :][:AT_ONCE]:
        batch.results.append([number, *_done(batch, number)])
    batch.save(update_fields=["started_at", "reason", "items", "results"])
    return batch


@transaction.atomic
def undo_batch(*, account_id: int, batch_id: int) -> Batch:
    """The contrary batch, of what was really changed, with its first step done. Raises Refusal 404, 409 (nothing, or undone)."""
    batch = _own(account_id, batch_id)
    if Batch.objects.filter(undoes=batch).exists() or not batch.changed:
        raise Refusal("nothing_to_undo", 409, _("There is nothing left to undo here."))
    given = {"act": CONTRARY[batch.act], "items": batch.changed, "undoes": batch}
    contrary = Batch.objects.create(account_id=account_id, made_at=clock.now(), **given)
    return step_batch(account_id=account_id, batch_id=contrary.pk)


def _own(account_id: int, batch_id: int) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=batch_id, account_id=account_id).first()
    if batch is None:
        raise nothing_here()
    return batch


def _done(batch: Batch, number: int) -> tuple[str, str]:
    try:
        with transaction.atomic():
            return ("done" if ACTS[batch.act](batch.account_id, number, batch.reason) else "same"), ""
    except Refusal as refusal:
        return "refused", refusal.message


def _close(account_id: int, number: int, reason: str) -> bool:
    hosted_thread(account_id, number)
    if Closure.objects.filter(thread=number, ended_at__isnull=True).exists():
        return False
    close_thread(account_id=account_id, thread_id=number, reason=reason)
    return True


def _reopen(account_id: int, number: int, reason: str) -> bool:
    hosted_thread(account_id, number)
    if not Closure.objects.filter(thread=number, ended_at__isnull=True).exists():
        return False
    reopen_thread(account_id=account_id, thread_id=number)
    return True


def _watch(account_id: int, number: int, reason: str) -> bool:
    return _held(account_id, number, held=True)


def _unwatch(account_id: int, number: int, reason: str) -> bool:
    return _held(account_id, number, held=False)


def _held(account_id: int, number: int, *, held: bool) -> bool:
    member = member_for(account_id, number)
    ensure_may_somewhere(account_id, "moderate", group=member.group)
    if member.is_premoderated == held:
        return False
    hold_every_post(member=member, held=held, account_id=account_id)
    return True


#: Each act: account, number, reason; gives whether something changed.
ACTS: dict[str, Callable[[int, int, str], bool]] = {"close": _close, "reopen": _reopen, "watch": _watch, "unwatch": _unwatch}
