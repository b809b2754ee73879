"""Noting whom a post names, with the post itself."""

from parvis.conversations.mentions import named_ids
from parvis.conversations.models import Mention, Post
from parvis.members.models import Member


def note_mentions(*, post: Post, group_id: int) -> None:
    """Keeps the members of the group that the post's words name now, in the caller's transaction; no query when none ever was."""
    ids = named_ids(post.html)
    if post.revision > 1:
        Mention.objects.filter(post=post).exclude(member_id__in=ids).delete()
    if ids:
        named = Member.objects.filter(pk__in=ids, group_id=group_id).exclude(pk=post.author_id)
        Mention.objects.bulk_create([Mention(post=post, member=member) for member in named], ignore_conflicts=True)
