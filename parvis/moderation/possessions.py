"""What people hold in this room: cases they are judging, cases they put aside."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.kit import clock
from parvis.moderation.acts.cases import free_claims, pass_on_snoozed
from parvis.moderation.models import Case
from parvis.publishers.belongings import EXAMPLES, Where


class Claims:
    """Cases being judged."""

    label = _("Cases being judged")
    becomes = _("given back to the queue")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and their first words."""
        return _told(Case.objects.open().filter(claimed_by=account_id), where)

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Frees them: whoever comes next judges them."""
        return free_claims([case.pk for case in _at(Case.objects.open().filter(claimed_by=account_id), where)])


class Snoozed:
    """Cases put aside for later."""

    label = _("Cases put aside")
    becomes = _("passed on; they come back when they were to")

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many, and their first words."""
        return _told(_asleep(account_id), where)

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Has them put aside by the other from now on."""
        return pass_on_snoozed([case.pk for case in _at(_asleep(account_id), where)], to_id=to_id)


def _asleep(account_id: int) -> QuerySet[Case]:
    return Case.objects.open().filter(snoozed_by=account_id, snoozed_until__gt=clock.now())


def _at(cases: QuerySet[Case], where: Where) -> QuerySet[Case]:
    return cases.filter(title=where.title) if where.title else cases.filter(group=where.group)


def _told(cases: QuerySet[Case], where: Where) -> tuple[int, Sequence[str]]:
    found = _at(cases, where).order_by("pk")
    return found.count(), [words[:80] for words in found.values_list("words", flat=True)[:EXAMPLES]]
