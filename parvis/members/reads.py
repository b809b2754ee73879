"""What pages need of members."""

from typing import Any

from django.db.models import Q

from parvis.kit import clock
from parvis.kit.remembered import remembered
from parvis.members.models import Member, Notice, SigningKey
from parvis.publishers.models import Title


def has_single_sign_on(title: Title) -> bool:
    """Whether the publisher signs its own readers in at this title."""
    keys = SigningKey.objects.filter(Q(title__isnull=True) | Q(title=title), group_id=title.group_id, retired_at__isnull=True)
    return remembered("sso", title.pk, keys.exists)


def member_data(member: Member) -> dict[str, Any]:
    """A member as the element shows them."""
    return {"id": member.pk, "name": member.pseudonym, "badges": list(member.badges)}


def open_notices(member: Member) -> list[Notice]:
    """What the member has not read yet and may be told now, newest first; one query."""
    due = Notice.objects.filter(member=member, seen_at__isnull=True, dropped_at__isnull=True, due_at__lte=clock.now())
    return list(due.order_by("-pk")[:20])
