"""`{% load desk %}`: what only the desk's pages say."""

from django import template
from django.utils.translation import gettext as _

from parvis.publishers.models import Role

register = template.Library()


@register.filter
def worn(badge: str) -> str:
    """A badge as a post wears it (`staff:journalist`, `author`, `subscriber`…), in words."""
    kind, _colon, role = badge.partition(":")
    if kind == "staff" and role in Role.values:
        return str(Role(role).label)
    return {"author": _("Wrote the article"), "subscriber": _("Subscriber")}.get(badge, badge.capitalize())


@register.filter
def worn_as(badge: str) -> str:
    """The look of a badge: the house's own, or a reader's."""
    return "house" if badge.startswith("staff:") or badge == "author" else ""
