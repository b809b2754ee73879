"""What one member may still write in one thread: who may, how much, how fast. Everything is counted by the server."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.models import Speaker, Thread
from parvis.conversations.openness import Openness, openness_of, why_closed
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.badges.reads import is_subscriber
from parvis.members.models import Member, Restriction, RestrictionKind
from parvis.members.reads import has_confirmed_mail
from parvis.publishers.models import WhoPosts
from parvis.publishers.policies import EffectivePolicy


@dataclass(frozen=True, slots=True)
class Tally:
    """What a member has already written in a thread: first-level posts and replies that stand or wait, and when the last was.

    A post withdrawn or refused gives its place back, but not its time: slow mode is about the pace.
    """

    posts: int = 0
    replies: int = 0
    last_at: datetime | None = None


def ensure_may_post_here(
    *, member: Member, thread: Thread, policy: EffectivePolicy, tally: Tally, is_staff: bool, is_reply: bool
) -> None:
    """Raises Refusal with its sentence when the member may not write that in this thread now.

    422 `closed`, `not_yet`, `resting`; 403 `read_only`, `subscribers_only`, `confirm_mail`, `newcomers_wait`, `invited_only`;
    409 `enough_posts`, `enough_replies`; 429 `slow_mode` with the `seconds` left. Whoever holds a seat at the title writes
    before the opening, at night, at will; nobody does once a discussion is closed, or where it is only read.
    """
    ensure_open(thread, policy, is_staff=is_staff)
    if policy.who_posts == WhoPosts.NOBODY:
        raise Refusal("read_only", 403, _("This discussion is only read: nobody writes in it."))
    if is_staff:
        return
    _ensure_among_those_who_may(member, thread, policy)
    ensure_within(policy, tally, is_reply=is_reply)


def ensure_open(thread: Thread, policy: EffectivePolicy, *, is_staff: bool) -> None:
    """Raises Refusal 422 when the thread takes no words from that person now."""
    openness = openness_of(thread, policy)
    if openness.is_open or (is_staff and not openness.is_final):
        return
    code = {"not_yet": "not_yet", "hours": "resting"}.get(openness.state, "closed")
    raise Refusal(code, 422, _closed_in_words(thread, policy, openness), **_opening(openness))


def _closed_in_words(thread: Thread, policy: EffectivePolicy, openness: Openness) -> str:
    why = why_closed(thread, policy, openness)
    return why if openness.state in ("not_yet", "hours", "too_old", "ended") else f"{_('This discussion is closed.')} {why}"


def _opening(openness: Openness) -> dict[str, Any]:
    return {"opens_at": openness.opens_at.isoformat()} if openness.opens_at else {}


def ensure_within(policy: EffectivePolicy, tally: Tally, *, is_reply: bool) -> None:
    """Raises Refusal 409 when the member has written as much as one may, 429 with the seconds left in slow mode."""
    if not is_reply and 0 < policy.posts_per_thread <= tally.posts:
        raise Refusal("enough_posts", 409, _enough_posts(policy))
    if is_reply and 0 < policy.replies_per_thread <= tally.replies:
        said = ngettext(
            "Here each member replies once: you have.",
            "Here each member replies %(n)s times at most: you have.",
            policy.replies_per_thread,
        )
        raise Refusal("enough_replies", 409, said % {"n": policy.replies_per_thread})
    left = seconds_left(policy, tally)
    if left:
        said = _("Slow mode: one post every %(pause)s here. You can write again in %(left)s.")
        raise Refusal("slow_mode", 429, said % {"pause": _lasting(policy.slow_seconds), "left": _lasting(left)}, seconds=left)


def ensure_within_the_day(restricted: list[Restriction], last_day: int) -> None:
    """Raises Refusal 429 `enough_today` when the member is held to so many posts in 24 hours and has written them."""
    for row in restricted:
        if row.kind == RestrictionKind.POSTS_PER_DAY and row.amount and last_day >= row.amount:
            said = ngettext(
                "You may write one post in 24 hours here: you have. Come back a little later.",
                "You may write %(n)s posts in 24 hours here: you have. Come back a little later.",
                row.amount,
            )
            raise Refusal("enough_today", 429, " ".join(filter(None, [said % {"n": row.amount}, row.told])))


def _enough_posts(policy: EffectivePolicy) -> str:
    said = ngettext(
        "Here each member writes one comment: you have. You may still reply to others.",
        "Here each member writes %(n)s comments at most: you have. You may still reply to others.",
        policy.posts_per_thread,
    )
    return said % {"n": policy.posts_per_thread}


def seconds_left(policy: EffectivePolicy, tally: Tally) -> int:
    """Whole seconds, rounded up, until the member may write again in the thread; 0: now."""
    if not policy.slow_seconds or tally.last_at is None:
        return 0
    left = (tally.last_at + timedelta(seconds=policy.slow_seconds) - clock.now()) / timedelta(seconds=1)
    return max(0, min(policy.slow_seconds, -int(-left // 1)))


def _lasting(seconds: int) -> str:
    """A duration as one says it: 40 seconds, 5 minutes, 2 hours."""
    if seconds < 100:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    if minutes < 100:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _ensure_among_those_who_may(member: Member, thread: Thread, policy: EffectivePolicy) -> None:
    match policy.who_posts:
        case WhoPosts.SUBSCRIBERS if not is_subscriber(member):
            raise Refusal("subscribers_only", 403, _("Here only subscribers write. Everyone can read."))
        case WhoPosts.CONFIRMED if not has_confirmed_mail(member):
            said = _("Here one writes with a confirmed mail address. Confirm yours, then come back: your text is kept.")
            raise Refusal("confirm_mail", 403, said)
        case WhoPosts.SEASONED if not is_seasoned(member, policy):
            raise Refusal("newcomers_wait", 403, _seasoned(policy))
        case WhoPosts.INVITED if not is_invited(member, thread):
            raise Refusal("invited_only", 403, _("Here the newsroom and those it invites write. Everyone can read."))


def is_seasoned(member: Member, policy: EffectivePolicy) -> bool:
    """Whether the member has been here long enough, or has enough posts published: one of the two is enough."""
    here_since = clock.now() - member.joined_at
    return member.published_posts >= max(policy.seasoned_posts, 1) or here_since >= timedelta(days=policy.seasoned_days)


def _seasoned(policy: EffectivePolicy) -> str:
    values = {"days": policy.seasoned_days, "posts": max(policy.seasoned_posts, 1)}
    said = _("Here one writes after %(days)s days as a member, or %(posts)s published posts. Other discussions are open to you.")
    return said % values


def is_invited(member: Member, thread: Thread) -> bool:
    """Whether the newsroom invited the member to speak in the thread; one query."""
    return thread.is_stored and Speaker.objects.filter(thread=thread, member=member, ended_at__isnull=True).exists()
