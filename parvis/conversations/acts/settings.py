"""A thread's own settings, its schedule, and whom the newsroom invites to speak."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.models import SpacePolicy, Speaker, Thread, ThreadPolicy
from parvis.conversations.rights import hosted_thread, space_arranged
from parvis.journal.acts import record
from parvis.journal.facts import PolicyChanged, SpeakerInvited, SpeakerLeft, ThreadSettingsChanged
from parvis.kit import clock
from parvis.kit.announcing import announce
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.publishers.policies import sensible

#: The settings that a thread may have of its own; the others belong to places.
OWN = (
    "mode", "who_posts", "max_length", "min_length", "posts_per_thread", "replies_per_thread", "slow_seconds",
    "close_after_days", "opening_hours", "opening_days", "seasoned_days", "seasoned_posts", "newcomer_posts",
    "links_per_post",
)  # fmt: skip
_SCHEDULE = ("opens_at", "closes_at")


@transaction.atomic
def set_thread_policy(
    *,
    account_id: int | None,
    thread_id: int,
    reason: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **values: Any,
) -> int:
    """Writes all of the thread's own settings at once (what is not given is as above); gives the thread's version.

    `opens_at` and `closes_at` are aware; None: no schedule. `account_id` None is the house. Raises Refusal 404 or 403
    (right), 422 with the field's name (a senseless value, a schedule that ends before it begins or has already ended).
    """
    thread = hosted_thread(account_id, thread_id) if account_id else _thread(thread_id)
    unknown = next((name for name in values if name not in OWN), None)
    if unknown:
        raise Refusal("bad_setting", 422, _("This setting is not one of a discussion’s own."), field=unknown)
    kept = {name: value for name, value in sensible(values).items() if value is not None}
    own = Thread.objects.select_for_update(of=("self",)).select_related("own_policy").get(pk=thread.pk).own_policy
    _ensure_schedule(opens_at, closes_at, own)
    given = kept | {"opens_at": opens_at, "closes_at": closes_at}
    changed = [name for name in (*OWN, *_SCHEDULE) if getattr(own, name, None) != given.get(name)]
    if not changed:
        return thread.version
    replace_policy(thread, account_id=account_id, reason=reason, given=given)
    where = {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id}
    record(ThreadSettingsChanged(**where, thread_id=thread.pk, fields=", ".join(changed), reason=reason.strip()[:300]))
    return touch_thread(thread.pk, "state")


def replace_policy(thread: Thread, *, account_id: int | None, reason: str, given: dict[str, Any]) -> None:
    """Ends the thread's own settings and writes the new ones, if any, in the caller's transaction; nothing is checked."""
    now = clock.now()
    ThreadPolicy.objects.filter(thread=thread, ended_at__isnull=True).update(ended_at=now)
    row = None
    if any(value is not None for value in given.values()):
        opens_at = given.get("opens_at")
        told = now if opens_at and opens_at <= now else None
        row = ThreadPolicy.objects.create(
            thread=thread, account_id=account_id, reason=reason.strip()[:300], at=now, told_open_at=told, **given
        )
    Thread.objects.filter(pk=thread.pk).update(own_policy=row)


def own_values(own: ThreadPolicy | None) -> dict[str, Any]:
    """What a thread sets itself, schedule included; None where it is as above."""
    return {name: getattr(own, name, None) for name in (*OWN, *_SCHEDULE)}


def _thread(thread_id: int) -> Thread:
    return Thread.objects.select_related("title__group", "section", "article").get(pk=thread_id)


def _ensure_schedule(opens_at: datetime | None, closes_at: datetime | None, own: ThreadPolicy | None) -> None:
    if closes_at and opens_at and closes_at <= opens_at:
        raise Refusal("bad_schedule", 422, _("A discussion cannot close before it opens."), field="closes_at")
    if closes_at and closes_at <= clock.now() and closes_at != getattr(own, "closes_at", None):
        raise Refusal("bad_schedule", 422, _("This hour has passed: close the discussion now instead."), field="closes_at")


@transaction.atomic
def set_space_policy(*, account_id: int, space_id: int, **values: Any) -> SpacePolicy:
    """Writes settings of a space, over those of its title; None means: as above.

    Raises Refusal 404 or 403 (right), 422 with the field's name for a senseless value.
    """
    space = space_arranged(account_id, space_id)
    values = sensible(values)
    policy, _made = SpacePolicy.objects.update_or_create(space=space, defaults=values)
    names = ", ".join(sorted(values))
    record(PolicyChanged(group_id=space.group_id, title_id=space.title_id, account_id=account_id, fields=names))
    announce(thread_id=0, version=0, change="settings")
    return policy


@transaction.atomic
def invite_speaker(*, account_id: int, thread_id: int, member_id: int) -> int:
    """Lets the member write where only the newsroom and those it invites do; twice changes nothing. Gives the version.

    Raises Refusal 404 or 403 (right), 422 (a member of another group).
    """
    thread = hosted_thread(account_id, thread_id)
    member = Member.objects.filter(pk=member_id, group=thread.title.group_id, erased_at__isnull=True).first()
    if member is None:
        raise Refusal("unknown_member", 422, _("No member of that name here."), field="member")
    given = {"account_id": account_id, "at": clock.now()}
    _row, made = Speaker.objects.get_or_create(thread=thread, member=member, ended_at=None, defaults=given)
    if not made:
        return thread.version
    record(SpeakerInvited(**_where(thread, account_id), member_id=member.pk))
    return touch_thread(thread.pk, "state")


@transaction.atomic
def end_speaker(*, account_id: int, thread_id: int, member_id: int) -> int:
    """The member no longer speaks there; gives the thread's version. Raises Refusal 404 or 403."""
    thread = hosted_thread(account_id, thread_id)
    current = Speaker.objects.filter(thread=thread, member_id=member_id, ended_at__isnull=True)
    if not current.update(ended_at=clock.now()):
        return thread.version
    record(SpeakerLeft(**_where(thread, account_id), member_id=member_id))
    return touch_thread(thread.pk, "state")


def _where(thread: Thread, account_id: int | None) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id, "thread_id": thread.pk}
