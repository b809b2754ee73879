"""`{% load square %}`: addresses of the square, and what one may do with a post."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from parvis.conversations.models import REACTIONS, Post, Space, Thread
from parvis.publishers.models import Title
from parvis.site import addresses
from parvis.site.trees import Leaf

register = template.Library()


@register.simple_tag
def member_url(title: Title, member_id: int, name: str) -> str:
    """Where a member's page is at the title."""
    return addresses.member_address(title, member_id, name)


@register.simple_tag
def thread_url(thread: Thread) -> str:
    """Where a thread is read; its title and article at hand."""
    return addresses.thread_address(thread)


@register.simple_tag
def space_url(title: Title, space: Space) -> str:
    """Where a space is read at a title."""
    return addresses.space_address(title, space)


@register.simple_tag
def post_url(post: Post) -> str:
    """Where a post is read, in its place."""
    return addresses.post_address(post)


@register.inclusion_tag("site/_actions.html", takes_context=True)
def actions(context: Context, leaf: Leaf) -> dict[str, Any]:
    """What one may do with a post: react, answer, change one's own, signal others'. Context: title, thread, visitor, mine."""
    visitor, mine, thread = context.get("visitor"), context.get("mine"), context["thread"]
    member = visitor.member if visitor else None
    pressed = mine.reactions.get(leaf.post["id"], []) if mine else []
    is_own = member is not None and leaf.post["author"]["id"] == member.pk
    since = context.get("editable_since")
    return {
        "kinds": [_kind(kind, leaf.post["reactions"].get(kind, 0), pressed) for kind in REACTIONS],
        "is_own": is_own,
        "may_edit": is_own and (since is None or leaf.at > since),
        "member": member,
        "post_id": leaf.post["id"],
        "name": leaf.post["author"]["name"],
        "is_open": not context.get("closed"),
        "is_first": thread.first_id == leaf.post["id"],
        "base": f"/t/{thread.title.key}",
        "thread_id": thread.pk,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


def _kind(kind: str, count: int, pressed: list[str]) -> dict[str, Any]:
    labels = {"agree": _("I agree"), "useful": _("Useful"), "moving": _("Moving")}
    return {"kind": kind, "label": labels.get(kind, kind), "count": count, "pressed": kind in pressed}
