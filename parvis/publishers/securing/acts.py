"""Asking a group's staff for a second factor, or no longer."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import SecondFactorAsked
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Group
from parvis.publishers.rights import ensure_may_in_group

#: Days left to staff to activate theirs, as the group chooses.
LONGEST_GRACE = 30


@transaction.atomic
def ask_second_factor(*, group: Group, asked: bool, grace_days: int = 0, account_id: int | None) -> None:
    """Opens the desk only to staff with a second factor, once `grace_days` have passed; or to all again.

    `account_id` None is the operator. Raises Refusal 403 or 404 unless the account configures the whole group, 422 for a
    grace of less than 0 or more than 30 days.
    """
    if account_id is not None:
        ensure_may_in_group(account_id, "configure", group=group)
    if not 0 <= grace_days <= LONGEST_GRACE:
        raise Refusal("bad_grace", 422, _("Between 0 and %(most)s days.") % {"most": LONGEST_GRACE}, field="grace_days")
    group.requires_second_factor = asked
    group.second_factor_from = clock.now() + timedelta(days=grace_days) if asked else None
    group.save(update_fields=["requires_second_factor", "second_factor_from"])
    record(SecondFactorAsked(group_id=group.pk, account_id=account_id, asked=asked, grace_days=grace_days))
