"""Restricting what one member may do, and letting go."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import MemberRestricted, RestrictionEnded
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member, Restriction, RestrictionKind
from parvis.publishers.models import Title
from parvis.publishers.rights import ensure_may, ensure_may_somewhere

#: Posts a day that a member may be held to. Beyond, the limits of the place suffice.
MOST_POSTS = 20
LONGEST = timedelta(days=3660)


@transaction.atomic
def restrict_member(
    *,
    member: Member,
    kind: str,
    reason: str,
    account_id: int | None,
    title: Title | None = None,
    amount: int | None = None,
    until: datetime | None = None,
    told: str = "",
) -> Restriction:
    """Restricts the member at a title, or in the whole group; one of the same kind and place is replaced.

    `reason` is for colleagues, `told` what the member reads besides the sentence they always get; `amount` (1 to 20) is for
    `posts_per_day`. `account_id` None is the operator. Raises Refusal 404 or 403 (right), 422 (kind, reason, amount, end).
    """
    _ensure_may_restrict(account_id, member, title)
    _ensure_sensible(kind, reason, amount, until)
    row = begin_restriction(
        member=member, kind=kind, title=title, amount=amount, reason=reason, told=told, until=until, account_id=account_id
    )
    where = {"group_id": member.group_id, "title_id": row.title_id, "member_id": member.pk, "account_id": account_id}
    record(MemberRestricted(**where, restriction_id=row.pk, kind=kind, until=until.isoformat() if until else ""))
    return row


def begin_restriction(
    *,
    member: Member,
    kind: str,
    account_id: int | None,
    title: Title | None = None,
    amount: int | None = None,
    reason: str = "",
    told: str = "",
    until: datetime | None = None,
) -> Restriction:
    """Writes the row in the caller's transaction, ending the one it replaces; the right and the values are the caller's."""
    now = clock.now()
    Restriction.objects.filter(member=member, kind=kind, title=title, ended_at__isnull=True).update(
        ended_at=now, ended_by_id=account_id
    )
    row = Restriction.objects.create(
        member=member,
        title=title,
        kind=kind,
        amount=amount if kind == RestrictionKind.POSTS_PER_DAY else None,
        reason=reason.strip()[:1000],
        told=told.strip()[:1000],
        account_id=account_id,
        at=now,
        until=until,
    )
    mark_restricted(member)
    return row


def mark_restricted(member: Member) -> None:
    """Writes on the member whether something of each kind is in force, in the caller's transaction."""
    kinds = set(Restriction.objects.in_force(clock.now()).filter(member=member).values_list("kind", flat=True))
    member.is_premoderated = RestrictionKind.PREMODERATION in kinds
    member.is_limited = RestrictionKind.POSTS_PER_DAY in kinds
    member.save(update_fields=["is_premoderated", "is_limited"])


@transaction.atomic
def lift_restriction(*, restriction: Restriction, account_id: int | None) -> None:
    """Ends it at once; twice changes nothing. Raises Refusal 404 or 403 as `restrict_member`."""
    _ensure_may_restrict(account_id, restriction.member, restriction.title)
    _end(restriction, clock.now(), account_id)


@transaction.atomic
def end_restrictions_over(*, most: int = 500) -> int:
    """Ends those whose time is over, each at its own hour, with a fact; gives how many. Two workers never end one twice."""
    over = Restriction.objects.filter(ended_at__isnull=True, until__lte=clock.now())
    rows = over.select_for_update(of=("self",), skip_locked=True).select_related("member")[:most]
    return sum(_end(row, row.until or clock.now(), None) for row in rows)


def _end(row: Restriction, at: datetime, account_id: int | None) -> bool:
    still = Restriction.objects.filter(pk=row.pk, ended_at__isnull=True)
    if not still.update(ended_at=at, ended_by_id=account_id):
        return False
    mark_restricted(row.member)
    where = {"group_id": row.member.group_id, "title_id": row.title_id, "member_id": row.member_id, "account_id": account_id}
    record(RestrictionEnded(**where, restriction_id=row.pk, kind=row.kind))
    return True


def _ensure_may_restrict(account_id: int | None, member: Member, title: Title | None) -> None:
    if account_id is None:
        return
    if title is None:
        ensure_may_somewhere(account_id, "moderate", group=member.group)
    else:
        ensure_may(account_id, "moderate", title=title)


def _ensure_sensible(kind: str, reason: str, amount: int | None, until: datetime | None) -> None:
    now = clock.now()
    if kind not in RestrictionKind.values:
        raise Refusal("unknown_restriction", 422, _("This restriction does not exist."), field="kind")
    if not reason.strip():
        raise Refusal("reason_needed", 422, _("Say why, for your colleagues."), field="reason")
    if kind == RestrictionKind.POSTS_PER_DAY and not 1 <= (amount or 0) <= MOST_POSTS:
        words = _("Say how many posts a day, from 1 to %(most)s.") % {"most": MOST_POSTS}
        raise Refusal("bad_amount", 422, words, field="amount")
    if until and not now < until <= now + LONGEST:
        raise Refusal("bad_end", 422, _("The end must be later than now, and within ten years."), field="until")
