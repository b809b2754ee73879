"""`{% load limits %}`: what one discussion, post or member is held to, as fragments that need nothing else of the page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from parvis.conversations.models import Post, Thread
from parvis.conversations.openness import openness_of, said_there, why_closed
from parvis.conversations.policies import policy_of, thread_settings
from parvis.conversations.speaking import notes_under, speakers_in
from parvis.desk.configuration.sentences import SETTINGS, setting_in_words
from parvis.members.models import Member
from parvis.members.restrictions.reads import restrictions_of

register = template.Library()


@register.simple_tag(takes_context=True)
def thread_limits(context: dict[str, Any], thread: Thread, *, hosts: bool) -> SafeString:
    """The note, the state, the own settings of a discussion and the ways to change them for its hosts."""
    policy = policy_of(thread)
    openness = openness_of(thread, policy)
    own = [one for one in thread_settings(thread).values() if one.own is not None]
    said = [(SETTINGS[one.name][0], setting_in_words(one.name, one.own)) for one in own]
    times = {"opens": openness.opens_at, "closes": openness.closes_at}
    shown: dict[str, Any] = {name: said_there(at, policy) if at else "" for name, at in times.items()}
    shown |= {"thread": thread, "hosts": hosts, "own": said, "speakers": speakers_in(thread)}
    shown |= {"why": "" if thread.closure else why_closed(thread, policy, openness)}
    return render_to_string("desk/limits/_thread.html", shown, request=context.get("request"))


@register.simple_tag(takes_context=True)
def post_note(context: dict[str, Any], post: Post) -> SafeString:
    """The newsroom's note under a post, if any; the notes of a whole page are asked once."""
    kept = context["request"].__dict__.setdefault("notes_under", {})
    if post.pk not in kept:
        rows = context.get("rows") or [{"post": post}]
        asked = [row["post"].pk for row in rows]
        kept |= dict.fromkeys([*asked, post.pk]) | notes_under([*asked, post.pk])
    return render_to_string("desk/limits/_post_note.html", {"note": kept[post.pk]})


@register.simple_tag(takes_context=True)
def member_restrictions(context: dict[str, Any], member: Member, *, judges: bool) -> SafeString:
    """What a member is and was restricted to, with the way to restrict or let go."""
    shown = {"member": member, "restrictions": restrictions_of(member), "judges": judges}
    return render_to_string("desk/limits/_restrictions.html", shown, request=context["request"])
