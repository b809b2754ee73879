"""What people hold in this room: invitations they sent, feeds they declared."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.kit import clock
from parvis.publishers.acts.leaving import pass_on_feeds, pass_on_invitations
from parvis.publishers.belongings import EXAMPLES, Where
from parvis.publishers.models import ArticleFeed, Invitation


def at(rows: QuerySet[Any], where: Where) -> QuerySet[Any]:
    """Of rows with a group and a title, those of the place."""
    return rows.filter(title=where.title) if where.title else rows.filter(group=where.group)


class Invitations:
    """Invitations sent and not yet accepted."""

    label = _("Invitations sent, not yet accepted")
    becomes = _("passed on, so that somebody may withdraw them")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and to whom."""
        rows = open_invitations(account_id, where)
        return rows.count(), list(rows.values_list("mail", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has them sent by the other from now on."""
        return pass_on_invitations(list(open_invitations(account_id, where)), to_id=to_id)


class Feeds:
    """Feeds declared."""

    label = _("Feeds and sitemaps declared")
    becomes = _("passed on")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and which."""
        rows = current_feeds(account_id, where)
        return rows.count(), list(rows.values_list("address", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has them declared by the other from now on."""
        return pass_on_feeds(list(current_feeds(account_id, where)), to_id=to_id)


def open_invitations(account_id: int, where: Where) -> QuerySet[Invitation]:
    """The invitations the account sent at the place that may still be accepted."""
    still = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now())
    return at(still.filter(invited_by=account_id).order_by("pk"), where)


def current_feeds(account_id: int, where: Where) -> QuerySet[ArticleFeed]:
    """The feeds the account declared at the place that are still asked."""
    current = ArticleFeed.objects.filter(declared_by=account_id, ended_at__isnull=True).order_by("pk")
    return current.filter(title=where.title) if where.title else current.filter(title__group=where.group)
