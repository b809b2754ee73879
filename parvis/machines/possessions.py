"""What people hold in this room: keys of machines that act in their name, addresses told of facts."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.machines.acts.endpoints import pass_on_endpoints
from parvis.machines.acts.keys import pass_on_keys
from parvis.machines.models import ApiKey, Endpoint
from parvis.publishers.belongings import EXAMPLES, Where


class Keys:
    """Keys of the API, which act with the rights of whoever made them."""

    label = _("Keys of the API")
    becomes = _("passed on, with the rights of the one who takes over")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and their names."""
        rows = _keys(account_id, where)
        return rows.count(), list(rows.values_list("name", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has them act in the name of the other from now on: what reads them goes on without a break."""
        return pass_on_keys(list(_keys(account_id, where)), to_id=to_id)


class Endpoints:
    """Webhooks."""

    label = _("Webhooks")
    becomes = _("passed on: who is told when one fails")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and where to."""
        rows = _endpoints(account_id, where)
        return rows.count(), list(rows.values_list("address", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has the other told when one fails."""
        return pass_on_endpoints(list(_endpoints(account_id, where)), to_id=to_id)


def _keys(account_id: int, where: Where) -> QuerySet[ApiKey]:
    rows = ApiKey.objects.filter(made_by=account_id, retired_at__isnull=True, group=where.group).order_by("pk")
    return rows.filter(title=where.title) if where.title else rows


def _endpoints(account_id: int, where: Where) -> QuerySet[Endpoint]:
    rows = Endpoint.objects.filter(made_by=account_id, group=where.group, retired_at__isnull=True).order_by("pk")
    return rows.filter(title=where.title) if where.title else rows
