"""Giving a group its first charter."""

from django.db import transaction

from parvis.kit import clock
from parvis.moderation.models import Charter, Rule
from parvis.moderation.starter_charter import RULES
from parvis.publishers.models import Group


@transaction.atomic
def adopt_starter_charter(*, group: Group) -> Charter:
    """The group's charter, made from the starter rules when it has none."""
    known = Charter.objects.filter(group=group).order_by("-version").first()
    if known:
        return known
    charter = Charter.objects.create(group=group, version=1, in_force_from=clock.now())
    Rule.objects.bulk_create(Rule(charter=charter, **rule) for rule in RULES)
    return charter
