"""`{% load desk %}`: what only the desk's pages say."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.journal.models import Fact
from parvis.journal.sentences import said
from parvis.publishers.models import Role
from parvis.ui.sparkline import sparkline

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


@register.simple_tag
def half_hours(line: list[int]) -> SafeString:
    """Posts in each of the last half hours as small bars, the oldest first, with their words."""
    said = _("%(all)s posts in six hours, %(last)s in the last half hour, %(most)s in the fullest")
    return sparkline(line, said % {"all": sum(line), "last": line[-1], "most": max(line)})


@register.filter
def of(held: dict[int, object], key: int) -> object:
    """What a table holds for a key, or nothing."""
    return held.get(key, "")


@register.filter
def in_words(fact: Fact) -> str:
    """A fact as a sentence."""
    return said(fact)


@register.filter
def minutes_said(minutes: float) -> str:
    """A length of time: in minutes below two hours, else in hours, else in days."""
    if minutes < 120:  # two hours
        return _("%(n)s min") % {"n": f"{minutes:.0f}"}
    hours = minutes / 60
    return _("%(n)s h") % {"n": f"{hours:.0f}"} if hours < 48 else _("%(n)s days") % {"n": f"{hours / 24:.0f}"}
