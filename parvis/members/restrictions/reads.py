"""What one member is restricted to, now and before."""

from parvis.kit import clock
from parvis.members.models import Member, Restriction


def restrictions_at(member: Member, title_id: int) -> list[Restriction]:
    """What is in force for the member at a title; no query for a member who has nothing, else one."""
    if not (member.is_premoderated or member.is_limited):
        return []
    rows = Restriction.objects.in_force(clock.now()).at(title_id).filter(member=member)
    return list(rows.select_related("account").order_by("pk"))


def restrictions_of(member: Member) -> list[Restriction]:
    """All of the member's, those in force first, then the last ended; one query."""
    rows = list(Restriction.objects.filter(member=member).select_related("account", "ended_by", "title").order_by("-pk")[:30])
    now = clock.now()
    for row in rows:
        row.is_on = row.ended_at is None and (row.until is None or row.until > now)  # type: ignore[attr-defined]  # read by pages
    return sorted(rows, key=lambda row: not row.is_on)  # type: ignore[attr-defined]  # set above
