"""What follows when a post comes into sight or leaves it."""

from django.db.models import F, Q
from django.db.models.functions import Greatest

from parvis.conversations.acts.indexing import mark_standing
from parvis.conversations.acts.pictures import drop_pictures
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.acts.weighing import mark_to_weigh
from parvis.conversations.models import HeadlineEntry, Post, Profile, Thread
from parvis.members.acts import count_published
from parvis.moderation.models import Standing


def give_post_standing(*, post: Post, standing: str) -> int:
    """Writes the standing and keeps every counter true, in the caller's transaction; gives the thread's version.

    The history of the standing is written by the caller, who knows its cause.
    """
    before, post.standing = post.standing, standing
    post.save(update_fields=["standing"])
    mark_standing(post.pk, before, standing)
    if standing == Standing.WITHDRAWN:
        drop_pictures(post_ids=[post.pk])
    step = (standing == Standing.PUBLISHED) - (before == Standing.PUBLISHED)
    version = (
        count_in(post, step) if step else touch_thread(post.thread_id, "gone", post_id=post.pk, root_id=post.root_or_self_id)
    )
    if post.parent_id is None:
        _show_or_hide_the_thread(post)
    return version


def _show_or_hide_the_thread(post: Post) -> None:
    """A thread of its own is in sight with its first post; one whose author left stays while others' words are in it."""
    opened = Thread.objects.filter(first=post)
    if post.standing == Standing.WITHDRAWN:
        opened.update(is_shown=Q(visible_posts__gt=0), heading="")
        HeadlineEntry.objects.filter(thread__first=post).delete()
    else:
        opened.update(is_shown=post.is_visible)


def give_profile_standing(*, profile_id: int, standing: str) -> None:
    """Writes the standing of what a member says of themself, in the caller's transaction."""
    Profile.objects.filter(pk=profile_id).update(standing=standing)


def count_in(post: Post, step: int) -> int:
    """Adds (1) or takes (-1) a post from all counters and touches its thread; gives the thread's version."""
    above = {pk for pk in (post.root_id, post.parent_id) if pk}
    if above:
        # One statement in the order of keys, so that two acts never wait for each other crosswise.
        Post.objects.filter(pk__in=sorted(above)).update(replies=Greatest(F("replies") + step, 0))
    mark_to_weigh(post.root_or_self_id)
    count_published(member_id=post.author_id, by=step)
    change = "post" if step > 0 else "gone"
    return touch_thread(post.thread_id, change, post_id=post.pk, root_id=post.root_or_self_id, visible=step)
