"""What people hold in this room: spaces they host."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.conversations.acts.spaces import pass_on_spaces
from parvis.conversations.models import Space
from parvis.publishers.belongings import EXAMPLES, Where


class HostedSpaces:
    """Spaces hosted."""

    label = _("Spaces hosted")
    becomes = _("passed on")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and their names."""
        rows = _hosted(account_id, where)
        return rows.count(), list(rows.values_list("name", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has them hosted by the other from now on."""
        return pass_on_spaces(list(_hosted(account_id, where)), to_id=to_id)


def _hosted(account_id: int, where: Where) -> QuerySet[Space]:
    place = Q(title=where.title) if where.title else Q(group=where.group)
    return Space.objects.filter(place, host=account_id).order_by("pk")
