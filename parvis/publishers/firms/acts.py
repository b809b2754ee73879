"""Opening a firm, changing it, inviting its people, ending it; the seats of its people follow its titles."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import FirmClosed, FirmOpened, SeatEnded
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import invite
from parvis.publishers.firms.models import Firm
from parvis.publishers.hours import EVERY_DAY, ensure_zone, normal_hours
from parvis.publishers.models import Group, Invitation, Role, Seat, Title
from parvis.publishers.rights import ensure_may_in_group

LONGEST_NAME = 120


@transaction.atomic
def open_firm(
    *,
    group: Group,
    name: str,
    titles: Iterable[Title],
    contact: str = "",
    hours: str = "",
    days: Sequence[int] = EVERY_DAY,
    zone: str = "Europe/Paris",
    ends_at: datetime | None = None,
    account_id: int,
) -> Firm:
    """A firm that may judge the queue of these titles of the group, in these hours, until then.

    Raises Refusal 403 or 404 (right: `invite` in the group), 422 naming the field.
    """
    ensure_may_in_group(account_id, "invite", group=group)
    firm = Firm(group=group, opened_by_id=account_id, opened_at=clock.now())
    chosen = _write(firm, name=name, titles=titles, contact=contact, hours=hours, days=days, zone=zone, ends_at=ends_at)
    firm.save()
    firm.titles.set(chosen)
    record(FirmOpened(group_id=group.pk, account_id=account_id, firm_id=firm.pk, name=firm.name))
    return firm


@transaction.atomic
def change_firm(
    *,
    firm: Firm,
    name: str,
    titles: Iterable[Title],
    contact: str = "",
    hours: str = "",
    days: Sequence[int] = EVERY_DAY,
    zone: str = "Europe/Paris",
    ends_at: datetime | None = None,
    account_id: int,
) -> Firm:
    """Writes all that is said of a firm anew; its people gain and lose titles at once. Raises Refusal as `open_firm`."""
    ensure_may_in_group(account_id, "invite", group=firm.group)
    _ensure_open(firm)
    chosen = _write(firm, name=name, titles=titles, contact=contact, hours=hours, days=days, zone=zone, ends_at=ends_at)
    firm.save()
    firm.titles.set(chosen)
    _follow_titles(firm, chosen, account_id)
    return firm


@transaction.atomic
def close_firm(*, firm: Firm, account_id: int) -> int:
    """Ends the firm and every seat of its people, and withdraws its invitations; gives how many seats.

    Raises Refusal 403 or 404. Closing twice changes nothing.
    """
    ensure_may_in_group(account_id, "invite", group=firm.group)
    if not Firm.objects.filter(pk=firm.pk, closed_at__isnull=True).update(closed_at=clock.now()):
        return 0
    Invitation.objects.filter(firm=firm, accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    ended = _end(list(Seat.objects.current().filter(firm=firm)), account_id)
    record(FirmClosed(group_id=firm.group_id, account_id=account_id, firm_id=firm.pk, name=firm.name))
    return ended


@transaction.atomic
def invite_to_firm(*, firm: Firm, mail: str, invited_by: int) -> Invitation:
    """Offers someone of the firm a seat at each of its titles, by mail. Raises Refusal 403 or 404, 409 for a firm that ended."""
    _ensure_open(firm)
    invitation = invite(mail=mail, role=Role.OUTSIDE, group=firm.group, invited_by=invited_by)
    Invitation.objects.filter(pk=invitation.pk).update(firm=firm)
    invitation.firm = firm
    return invitation


@transaction.atomic
def seat_in_firm(*, firm: Firm, account_id: int) -> list[Seat]:
    """Gives someone of the firm a seat at each of its titles. Raises Refusal 409 for a firm that ended."""
    _ensure_open(firm)
    return [_seat(firm, title, account_id) for title in firm.titles.order_by("pk")]


@transaction.atomic
def leave_firm(*, firm: Firm, account_id: int, ended_by: int) -> int:
    """Ends every seat of someone of the firm; gives how many. Raises Refusal 403 or 404."""
    ensure_may_in_group(ended_by, "invite", group=firm.group)
    return _end(list(Seat.objects.current().filter(firm=firm, account_id=account_id)), ended_by)


def _write(
    firm: Firm, *, name: str, titles: Iterable[Title], contact: str, hours: str, days: Sequence[int], zone: str,
    ends_at: datetime | None,
) -> list[Title]:  # fmt: skip
    chosen = list(titles)
    if not name.strip():
        raise Refusal("no_name", 422, _("Say what the firm is called."), field="name")
    if not chosen or any(title.group_id != firm.group_id for title in chosen):
        raise Refusal("no_title", 422, _("Choose titles of this group."), field="titles")
    if not days or set(days) - set(EVERY_DAY):
        raise Refusal("no_day", 422, _("Choose at least one day of the week."), field="days")
    if ends_at is not None and ends_at <= clock.now():
        raise Refusal("past_moment", 422, _("Choose a moment still to come."), field="ends_at")
    ensure_zone(zone)
    firm.name, firm.contact, firm.hours = name.strip()[:LONGEST_NAME], contact.strip(), normal_hours(hours)
    firm.days, firm.zone, firm.ends_at = sorted(set(days)), zone, ends_at
    return chosen


def _follow_titles(firm: Firm, titles: Sequence[Title], account_id: int) -> None:
    seats = Seat.objects.current().filter(firm=firm)
    people = set(seats.values_list("account_id", flat=True))
    _end(list(seats.exclude(title__in=titles)), account_id)
    seats.update(ends_at=firm.ends_at)
    for person in sorted(people):
        for title in titles:
            _seat(firm, title, person)


def _seat(firm: Firm, title: Title, account_id: int) -> Seat:
    place: dict[str, Any] = {"account_id": account_id, "group_id": firm.group_id, "title": title, "section": None}
    given = {"firm": firm, "given_at": clock.now(), "ends_at": firm.ends_at}
    seat, _made = Seat.objects.update_or_create(**place, role=Role.OUTSIDE, ended_at=None, defaults=given)
    return seat


def _end(seats: Sequence[Seat], account_id: int) -> int:
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(ended_at=clock.now())
    for seat in seats:
        record(SeatEnded(group_id=seat.group_id, title_id=seat.title_id, account_id=account_id, seat_id=seat.pk, role=seat.role))
    return len(seats)


def _ensure_open(firm: Firm) -> None:
    if firm.closed_at is not None:
        raise Refusal("firm_closed", 409, _("This firm no longer works here."))
