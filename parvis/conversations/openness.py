"""Whether a thread takes posts now, why not, and when time alone will change that."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.conversations.models import Thread
from parvis.conversations.rights import archived_said
from parvis.kit import clock
from parvis.publishers.hours import Week, zone_named
from parvis.publishers.policies import EffectivePolicy
from parvis.ui.moments import in_full

#: States that nothing but a host's hand ends.
FINAL = frozenset({"archived", "closed", "ended", "too_old"})


@dataclass(frozen=True, slots=True)
class Times:
    """What decides of a thread's state, all aware: the closing by hand, the schedule, its age, the hours of the place."""

    week: Week
    archived_at: datetime | None = None
    closed_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    too_old_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Openness:
    """The state at a moment: `open`, or why not.

    `archived` with its space, `closed` by hand, `ended` on schedule, `too_old`, `not_yet`, or the `hours` of the place.

    `opens_at` is when it will open by itself, `closes_at` when an open one will close, `changes_at` the next moment at
    which the answer may differ (None: never by itself).
    """

    state: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    changes_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether readers may write."""
        return self.state == "open"

    @property
    def is_final(self) -> bool:
        """Whether it stays so until a host reopens it: then the newsroom does not write there either."""
        return self.state in FINAL


def openness_at(times: Times, now: datetime) -> Openness:
    """The state at `now`: its space's end decides first, then a closing by hand, the schedule's end, age, start, hours."""
    ending = {"archived": times.archived_at, "closed": times.closed_at, "ended": times.closes_at, "too_old": times.too_old_at}
    for state, since in ending.items():
        if since and since <= now:
            return Openness(state)
    in_hours, turn = times.week.open_at(now)
    ends = [moment for moment in ending.values() if moment]
    if times.opens_at and now < times.opens_at:
        return Openness("not_yet", _opening(times, times.opens_at, ends), None, min([times.opens_at, *ends]))
    soonest = min([*ends, *([turn] if turn else [])], default=None)
    if in_hours:
        return Openness("open", None, soonest, soonest)
    return Openness("hours", _opening(times, turn, ends), None, soonest)


def _opening(times: Times, wished: datetime | None, ends: list[datetime]) -> datetime | None:
    """The first moment from `wished` on when the hours allow it; None when it will have closed for good by then."""
    if wished is None:
        return None
    in_hours, turn = times.week.open_at(wished)
    opening = wished if in_hours else turn
    return opening if opening and all(opening < end for end in ends) else None


def times_of(thread: Thread, policy: EffectivePolicy) -> Times:
    """What decides for this thread. Its open closures and its own settings should be at hand."""
    closure = thread.closure if thread.is_stored else None
    own = thread.own_policy
    born = (thread.article.published_at if thread.article else None) or thread.opened_at
    return Times(
        week=policy.week,
        archived_at=thread.space.archived_at if thread.space else None,
        closed_at=closure.at if closure else None,
        opens_at=own.opens_at if own else None,
        closes_at=own.closes_at if own else None,
        too_old_at=born + timedelta(days=policy.close_after_days) if policy.close_after_days else None,
    )


def openness_of(thread: Thread, policy: EffectivePolicy) -> Openness:
    """The thread's state now."""
    return openness_at(times_of(thread, policy), clock.now())


def why_closed(thread: Thread, policy: EffectivePolicy, openness: Openness) -> str:
    """Why readers may not write in it, in the language in force; empty when they may."""
    closure = thread.closure if openness.state == "closed" else None
    if closure and closure.reason:
        return closure.reason
    match closure.cause if closure else openness.state:
        case "open":
            return ""
        case "archived":
            return archived_said()
        case "hand" | "closed":
            return _("The newsroom has closed this discussion.")
        case "schedule" | "ended":
            ended_at = closure.at if closure else times_of(thread, policy).closes_at or clock.now()
            return _("This discussion ended on %(moment)s.") % {"moment": said_there(ended_at, policy)}
        case "age" | "too_old":
            return _("This discussion closed after %(days)s days.") % {"days": policy.close_after_days or "…"}
        case state:
            return _not_now(state, openness, policy)


def _not_now(state: str, openness: Openness, policy: EffectivePolicy) -> str:
    if openness.opens_at is None:
        return _("This discussion is not open at this hour.")
    moment = said_there(openness.opens_at, policy)
    if state == "not_yet":
        return _("This discussion opens on %(moment)s.") % {"moment": moment}
    return _("Discussions rest for now: this one opens again on %(moment)s. One can read it meanwhile.") % {"moment": moment}


def said_there(moment: datetime, policy: EffectivePolicy) -> str:
    """The moment with its day and hour in the place's own time zone."""
    with timezone.override(zone_named(policy.time_zone)):
        return in_full(moment.astimezone(UTC))
