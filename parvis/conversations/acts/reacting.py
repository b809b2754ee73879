"""Reacting to a post, and taking it back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.acts.weighing import mark_to_weigh
from parvis.conversations.models import REACTIONS, Post, Reaction
from parvis.conversations.rights import visible_post
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member


@dataclass(frozen=True, slots=True)
class Reacted:
    """The post's reactions by kind after the act, and the thread's version."""

    reactions: dict[str, int]
    version: int


@transaction.atomic
def react(*, member: Member, post_id: int, kind: str) -> Reacted:
    """Adds the member's reaction; twice changes nothing. Raises Refusal 404, 409 (one's own post), 422 (unknown kind)."""
    post = _reactable(member, post_id, kind)
    if post.author_id == member.pk:
        raise Refusal("own_post", 409, _("One does not react to one’s own post."))
    _row, made = Reaction.objects.get_or_create(post=post, member=member, kind=kind, defaults={"at": clock.now()})
    return _told(post, kind, 1) if made else Reacted(post.reactions, post.thread.version)


@transaction.atomic
def take_reaction_back(*, member: Member, post_id: int, kind: str) -> Reacted:
    """Takes the member's reaction back; without one, nothing changes. Raises Refusal as `react`."""
    post = _reactable(member, post_id, kind)
    gone, _rows = Reaction.objects.filter(post=post, member=member, kind=kind).delete()
    return _told(post, kind, -1) if gone else Reacted(post.reactions, post.thread.version)


def _reactable(member: Member, post_id: int, kind: str) -> Post:
    if kind not in REACTIONS:
        raise Refusal("unknown_reaction", 422, _("This reaction does not exist."))
    visible_post(member, post_id)
    return Post.objects.select_for_update(of=("self",)).select_related("thread").get(pk=post_id)


def _told(post: Post, kind: str, step: int) -> Reacted:
    # The totals of an imported post have no rows behind them: they are added to, never recounted.
    counts = {**post.reactions, kind: max(post.reactions.get(kind, 0) + step, 0)}
    post.reactions, post.reacted = {name: count for name, count in counts.items() if count}, max(post.reacted + step, 0)
    post.save(update_fields=["reactions", "reacted"])
    if post.parent_id is None:
        mark_to_weigh(post.pk)
    version = touch_thread(post.thread_id, "reaction", post_id=post.pk, root_id=post.root_or_self_id)
    return Reacted(post.reactions, version)
