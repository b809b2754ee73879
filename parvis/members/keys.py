"""Single sign-on keys and issuers as the desk lists them."""

from django.db.models import Q

from parvis.members.models import Issuer, SigningKey
from parvis.publishers.models import Group, Title


def signing_keys(*, group: Group, title: Title | None) -> list[SigningKey]:
    """The keys whose tokens a title may receive (its own, then the group's), or the group's alone; current ones first."""
    keys = SigningKey.objects.filter(Q(title__isnull=True) | Q(title=title), group=group).select_related("title", "group")
    return sorted(keys, key=lambda key: (key.retired_at is not None, key.title_id is None, -key.pk))


def issuers_at(*, group: Group, title: Title | None) -> list[Issuer]:
    """The issuers whose published keys a title believes (its own, then the group's), or the group's alone; current ones first."""
    issuers = Issuer.objects.filter(Q(title__isnull=True) | Q(title=title), group=group).select_related("title", "group")
    return sorted(issuers, key=lambda one: (one.retired_at is not None, one.title_id is None, -one.pk))
