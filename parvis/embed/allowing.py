"""What one reader is told beforehand: whether they may write in a thread, why not, how long to wait, how they are read."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.conversations.drafts import lately_of
from parvis.conversations.limits import ensure_may_post_here, ensure_within_the_day
from parvis.conversations.models import Thread
from parvis.conversations.policies import policy_of
from parvis.conversations.rights import ensure_may_write, staff_badge
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member, Restriction, RestrictionKind
from parvis.members.restrictions.reads import restrictions_at
from parvis.publishers.models import Title

#: Reasons that end by themselves while one writes: the element counts down.
PASSING = {"slow_mode"}


def may_data(member: Member, title: Title, thread: Thread | None) -> dict[str, Any]:
    """Whether the member may write a comment: `post`, `why_not`, `wait` (seconds), and `note`, what they should know anyway.

    In slow mode `post` stays true, and `wait` says for how long the member must wait.
    """
    restricted = restrictions_at(member, title.pk)
    said = {"post": True, "why_not": None, "wait": 0, "note": _note(restricted)}
    try:
        ensure_may_write(member, title)
        _ensure_in_thread(member, thread or Thread(title=title, opened_at=clock.now()), restricted)
    except Refusal as refusal:
        waits = {"wait": refusal.fields.get("seconds", 0), "code": refusal.code}
        return said | {"post": refusal.code in PASSING, "why_not": refusal.message} | waits
    return said


def _ensure_in_thread(member: Member, thread: Thread, restricted: list[Restriction]) -> None:
    policy, lately = policy_of(thread), lately_of(member, thread)
    staff = bool(staff_badge(member, thread.title))
    ensure_may_post_here(member=member, thread=thread, policy=policy, tally=lately.here, is_staff=staff, is_reply=False)
    ensure_within_the_day(restricted, lately.last_day)


def _note(restricted: list[Restriction]) -> str | None:
    """How the member's posts are read, when it is not as others' are: nobody is kept in the dark."""
    for row in restricted:
        if row.kind == RestrictionKind.PREMODERATION:
            said = _("Your posts are read before they are published.")
            if row.until:
                said = _("Your posts are read before they are published, until %(day)s.") % {"day": date_format(row.until, "j F")}
            return " ".join(filter(None, [said, row.told]))
    return None
