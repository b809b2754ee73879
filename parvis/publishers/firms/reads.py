"""What pages need of firms."""

from parvis.kit import clock
from parvis.publishers.firms.models import Firm
from parvis.publishers.models import Group, Invitation, Seat


def firms_of(group: Group) -> list[Firm]:
    """The group's firms, those that still work first, each with its titles; two queries."""
    rows = Firm.objects.filter(group=group).select_related("group").prefetch_related("titles")
    return sorted(rows, key=lambda firm: (firm.closed_at is not None, firm.name.casefold(), firm.pk))


def seats_of_firm(firm: Firm) -> list[Seat]:
    """The current seats of a firm's people, by name; one query."""
    rows = Seat.objects.current().filter(firm=firm).select_related("account", "title")
    return list(rows.order_by("account__name", "account_id", "title__name"))


def invitations_of_firm(firm: Firm) -> list[Invitation]:
    """Those of a firm who were invited and have not come yet; one query."""
    still = Invitation.objects.filter(firm=firm, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return list(still.filter(expires_at__gt=clock.now()).order_by("-pk"))


def firm_of(account_id: int) -> Firm | None:
    """The firm someone works for, the first when there are several; one query."""
    seat = Seat.objects.current().filter(account_id=account_id, firm__isnull=False).select_related("firm__group").first()
    return seat.firm if seat else None
