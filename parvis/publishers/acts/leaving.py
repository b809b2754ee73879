"""Someone leaves: their seats end, and what they held goes to whom is chosen, in one act."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import HandedOver
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import end_seat
from parvis.publishers.belongings import Where, belongings
from parvis.publishers.models import ArticleFeed, HandOver, Invitation, Seat
from parvis.publishers.rights import ensure_may, ensure_may_in_group, nothing_here

LONGEST_NOTE = 2000


@transaction.atomic
def hand_over(*, account_id: int, to_id: int, where: Where, by_id: int, note: str = "") -> HandOver:
    """Ends every seat of an account at a title, or anywhere in a group, and passes on all it held there.

    Cases it was judging go back to the queue. Raises Refusal 403 or 404 (right: `invite`), 404 when it has no seat there,
    409 for the last manager of a group, 422 when the other is the same person or has no seat there.
    """
    _ensure_may(by_id, where)
    seats = list(seats_leaving(account_id, where))
    if not seats:
        raise nothing_here()
    if to_id == account_id:
        raise Refusal("same_person", 422, _("Choose someone else than the person who leaves."), field="to")
    if not may_receive(to_id, where):
        raise Refusal("no_seat", 422, _("Choose someone who works there."), field="to")
    for seat in seats:
        end_seat(seat=seat, ended_by=by_id)
    moved = {kind: one.hand_over(account_id, to_id, where) for kind, one in belongings().items()}
    done = HandOver.objects.create(
        group=where.group, title=where.title, account_id=account_id, to_id=to_id, by_id=by_id, note=note.strip()[:LONGEST_NOTE],
        seats=len(seats), moved={kind: count for kind, count in moved.items() if count}, at=clock.now(),
    )  # fmt: skip
    place = {"group_id": where.group.pk, "title_id": where.title.pk if where.title else None}
    record(HandedOver(**place, account_id=by_id, hand_over_id=done.pk, left_id=account_id, to_id=to_id, seats=len(seats)))
    return done


def seats_leaving(account_id: int, where: Where) -> Sequence[Seat]:
    """The current seats an account would lose at a place: those of the title, or all those of the group."""
    seats = Seat.objects.current().filter(account_id=account_id, group=where.group)
    if where.title:
        seats = seats.filter(title=where.title)
    return list(seats.select_related("group", "title", "section", "account").order_by("pk"))


def may_receive(account_id: int, where: Where) -> bool:
    """Whether an account works at the place, at least at one of its titles."""
    seats = Seat.objects.current().filter(account_id=account_id, group=where.group)
    if where.title:
        seats = seats.filter(title=where.title) | seats.filter(title__isnull=True)
    return seats.exists()


def pass_on_invitations(invitations: Sequence[Invitation], *, to_id: int) -> int:
    """Has invitations sent by another account from now on, in the caller's transaction; gives how many."""
    return Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(invited_by=to_id)


def pass_on_feeds(feeds: Sequence[ArticleFeed], *, to_id: int) -> int:
    """Has feeds declared by another account from now on, in the caller's transaction; gives how many."""
    return ArticleFeed.objects.filter(pk__in=[one.pk for one in feeds]).update(declared_by=to_id)


def _ensure_may(by_id: int, where: Where) -> None:
    if where.title is None:
        ensure_may_in_group(by_id, "invite", group=where.group)
    else:
        ensure_may(by_id, "invite", title=where.title)
