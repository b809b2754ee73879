"""`{% load doors %}`: what stands at the doors of the house."""

from typing import Any

from django import template

from parvis.members.reads import identity_servers as servers_at
from parvis.publishers.models import Group

register = template.Library()


@register.inclusion_tag("members/_identity_servers.html")
def identity_servers(group: Group | None = None, next: str = "") -> dict[str, Any]:  # as the address says it
    """A link for each identity server of the group, or of all groups when there is none; `next` is where to go then."""
    return {"servers": servers_at(group or None), "next": next or ""}
