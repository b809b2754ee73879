"""Addresses through which a reader follows, mutes, and says how far they have read."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from parvis.conversations.acts.following import follow, followed, mute_member, see_thread, unfollow, unmute_member
from parvis.conversations.following_reads import next_new, reading_of
from parvis.conversations.models import Thread
from parvis.embed.doors import body_of, for_pages, json_answer
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.members.sessions import ensure_member


class Seen(msgspec.Struct):
    """The last post that was before the reader's eyes."""

    post: int


def reading_data(member: Member, thread: Thread | None) -> dict[str, Any]:
    """How the member stands to the thread, as plain values."""
    reading = reading_of(member, thread)
    section = reading.section and {"id": reading.section.pk, "name": reading.section.name, "followed": reading.follows_section}
    following = {"thread": reading.follows_thread, "section": section, "authors": reading.authors}
    return {"seen": reading.seen, "new": reading.new, "following": following, "muted": reading.muted}


@for_pages("PUT", "DELETE", right="member")
def following(request: HttpRequest, kind: str, followed_id: int) -> HttpResponse:
    """Follows a thread, an author or a section, or no longer."""
    act = follow if request.method == "PUT" else unfollow
    act(member=ensure_member(request), kind=kind, pk=followed_id)
    return json_answer({"ok": True})


@for_pages("PUT", "DELETE", right="member")
def muted(request: HttpRequest, muted_id: int) -> HttpResponse:
    """Folds someone's posts, or shows them again."""
    act = mute_member if request.method == "PUT" else unmute_member
    act(member=ensure_member(request), muted_id=muted_id)
    return json_answer({"ok": True})


@for_pages("PUT", right="member")
def seen(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Notes how far the reader has read."""
    see_thread(member=ensure_member(request), thread_id=thread_id, post_id=body_of(request, Seen).post)
    return HttpResponse(status=204)


@for_pages("GET", right="member")
def unread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The next new post after one, or none."""
    after = request.GET.get("after", "0")
    if not (after.isdecimal() and len(after) < 19):
        raise Refusal("what_post", 422, _("The number of a post is expected."))
    thread = followed(member := ensure_member(request), "thread", thread_id)
    return json_answer({"post": next_new(member=member, thread_id=thread.pk, after=int(after))})
