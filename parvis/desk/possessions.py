"""What people hold in this room: views they saved."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.desk.acts.handing_over import pass_on_views
from parvis.desk.models import SavedView
from parvis.publishers.belongings import EXAMPLES, Where
from parvis.publishers.models import Seat


class SavedViews:
    """Views saved for a title, and one's own once one works nowhere else."""

    label = _("Saved views")
    becomes = _("passed on")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and their names."""
        rows = _views(account_id, where)
        return rows.count(), list(rows.values_list("name", flat=True)[:EXAMPLES])

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Gives them to the other; a name they have already gets a number."""
        return pass_on_views(list(_views(account_id, where)), to_id=to_id)


def _views(account_id: int, where: Where) -> QuerySet[SavedView]:
    place = Q(title=where.title) if where.title else Q(title__group=where.group)
    elsewhere = Seat.objects.current().filter(account_id=account_id).exclude(group=where.group)
    if where.title:
        elsewhere = Seat.objects.current().filter(account_id=account_id).exclude(title=where.title)
    own = Q() if elsewhere.exists() else Q(title__isnull=True)
    return SavedView.objects.filter(place | own if own else place, account=account_id).order_by("pk")
