"""What each role may do, and where."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Group, Role, Seat, Section, Title

# The capabilities: enter = come to the desk; read = see all of it; moderate = judge; host = pin, select, close; members = open a
# member's file; configure = settings, words, tables, keys; invite = give and end seats.
CAPABILITIES: dict[str, frozenset[str]] = {
    Role.GROUP_MANAGER: frozenset({"enter", "read", "moderate", "host", "members", "configure", "invite"}),
    Role.COMMUNITY_MANAGER: frozenset({"enter", "read", "moderate", "host", "members", "configure", "invite"}),
    Role.MODERATOR: frozenset({"enter", "read", "moderate", "members"}),
    Role.JOURNALIST: frozenset({"enter", "read", "host"}),
    Role.MEDIATOR: frozenset({"enter", "read", "members"}),
    Role.MARKETING: frozenset({"enter", "read"}),
    Role.GUEST: frozenset({"enter", "read"}),
    # Somebody of an outside firm judges, and sees nothing of who members are; `outside` opens their own figures.
    Role.OUTSIDE: frozenset({"enter", "moderate", "outside"}),
}


def seats_of(account_id: int | None) -> list[Seat]:
    """The current seats of an account, with their places; one query. Those of a firm count in its hours only."""
    now = clock.now()
    return [seat for seat in _current(account_id) if seat.firm is None or seat.firm.works_at(now)]


def off_duty_until(account_id: int | None) -> datetime | None:
    """When somebody of an outside firm, whose hours are over, may come back; None for anyone else."""
    now = clock.now()
    waiting = [seat.firm.week.open_at(now)[1] for seat in _current(account_id) if seat.firm and not seat.firm.works_at(now)]
    return min((moment for moment in waiting if moment), default=None)


def _current(account_id: int | None) -> list[Seat]:
    if account_id is None:
        return []
    places = Seat.objects.current().filter(account_id=account_id)
    return list(places.select_related("group", "title", "section", "firm").order_by("pk"))


def roles_with(capability: str) -> list[str]:
    """The roles that hold a capability."""
    return [str(role) for role, held in CAPABILITIES.items() if capability in held]


def may_anywhere(seats: Iterable[Seat], capability: str) -> bool:
    """Whether one of the seats holds the capability, wherever it is."""
    return any(capability in CAPABILITIES[seat.role] for seat in seats)


def may(seats: Iterable[Seat], capability: str, *, title: Title, section_id: int | None = None) -> bool:
    """Whether one of the seats holds the capability at this title (and section)."""
    return any(capability in CAPABILITIES[seat.role] and covers(seat, title, section_id) for seat in seats)


def covers(seat: Seat, title: Title, section_id: int | None = None) -> bool:
    """Whether the seat's place contains the title (and section). A section's seat covers that section only."""
    if seat.group_id != title.group_id or seat.title_id not in (None, title.pk):
        return False
    return seat.section_id is None or seat.section_id == section_id


def titles_for(account_id: int | None, capability: str) -> QuerySet[Title]:
    """The titles where the account holds the capability, at the whole title or in one of its sections."""
    held = Seat.objects.current().filter(account_id=account_id or 0, role__in=roles_with(capability))
    whole_groups = Q(group__in=held.filter(title__isnull=True).values("group"))
    return Title.objects.filter(whole_groups | Q(pk__in=held.filter(title__isnull=False).values("title")))


def title_for(account_id: int | None, key: str, capability: str) -> Title:
    """The title of that key, fetched through the right. Raises Refusal 404: what one may not see does not exist."""
    title = titles_for(account_id, capability).select_related("group").filter(key=key).first()
    if title is None:
        raise nothing_here()
    return title


def group_for(account_id: int | None, key: str, capability: str) -> Group:
    """The group of that key where the account holds the capability at the whole group. Raises Refusal 404."""
    held = Seat.objects.current().filter(account_id=account_id or 0, title__isnull=True, role__in=roles_with(capability))
    group = Group.objects.filter(key=key, pk__in=held.values("group")).first()
    if group is None:
        raise nothing_here()
    return group


def ensure_may(account_id: int | None, capability: str, *, title: Title, section_id: int | None = None) -> None:
    """Raises Refusal 404 without the read right there, 403 without the capability."""
    seats = seats_of(account_id)
    if may(seats, capability, title=title, section_id=section_id):
        return
    if not any(covers(seat, title, seat.section_id) for seat in seats):
        raise nothing_here()
    raise Refusal("not_your_role", 403, _("Your role does not allow this here."))


def ensure_may_in_group(account_id: int | None, capability: str, *, group: Group) -> None:
    """Raises Refusal unless the account holds the capability at the whole group."""
    seats = [seat for seat in seats_of(account_id) if seat.group_id == group.pk]
    if not seats:
        raise nothing_here()
    if not any(capability in CAPABILITIES[seat.role] and seat.title_id is None for seat in seats):
        raise Refusal("not_your_role", 403, _("Your role does not allow this here."))


def ensure_may_somewhere(account_id: int | None, capability: str, *, group: Group) -> None:
    """Raises Refusal 404 without a seat in the group, 403 when none of its seats holds the capability."""
    seats = [seat for seat in seats_of(account_id) if seat.group_id == group.pk]
    if not seats:
        raise nothing_here()
    if not may_anywhere(seats, capability):
        raise Refusal("not_your_role", 403, _("Your role does not allow this here."))


def sections_for(seats: Iterable[Seat], capability: str, title: Title) -> QuerySet[Section] | None:
    """The only sections of the title where the capability is held; None when it is the whole title."""
    held = [seat for seat in seats if capability in CAPABILITIES[seat.role] and covers(seat, title, seat.section_id)]
    if any(seat.section_id is None for seat in held):
        return None
    return Section.objects.filter(pk__in=[seat.section_id for seat in held])


def nothing_here() -> Refusal:
    """The refusal for what does not exist, or not for this person."""
    return Refusal("not_found", 404, _("There is nothing at this address."))
