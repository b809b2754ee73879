"""Giving a picture for a post, and having pictures gone."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations import pictures
from parvis.conversations.models import Picture, Post, Thread
from parvis.conversations.policies import policy_of
from parvis.conversations.rights import ensure_may_write
from parvis.kit import clock
from parvis.kit.photographs import photograph_of
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.moderation.models import Standing

LONGEST_DESCRIPTION, MOST_WAITING = 300, 10
#: How long a picture waits for its post, and how long one that was refused stays for its author's questions.
UNUSED, REFUSED = timedelta(days=1), timedelta(days=90)


def give_picture(*, member: Member, thread: Thread, data: bytes, described: str) -> Picture:
    """Keeps a picture for the member's next post in this thread (title at hand), written anew, seen by nobody else.

    Raises Refusal 403 where pictures are not taken, 413 or 422 for what is no picture, 422 without words for those who do not
    see it, 429 when ten wait already.
    """
    ensure_may_write(member, thread.title)
    ensure_takes_pictures(thread)
    words = " ".join(described.replace("\x00", "").split())
    if not words:
        said = _("Say in a few words what the picture shows, for those who do not see it.")
        raise Refusal("description_needed", 422, said, field="described")
    if Picture.objects.filter(member=member, post__isnull=True).count() >= MOST_WAITING:
        said = _("Many of your pictures wait for their post already: publish them, or come back tomorrow.")
        raise Refusal("too_many_pictures", 429, said)
    photograph = photograph_of(data)
    key = secrets.token_hex(24)
    pictures.store(key, photograph)
    return Picture.objects.create(
        key=key,
        title=thread.title,
        member=member,
        described=words[:LONGEST_DESCRIPTION],
        width=photograph.width,
        height=photograph.height,
        given_at=clock.now(),
    )


def ensure_takes_pictures(thread: Thread) -> None:
    """Raises Refusal 403 `no_pictures` where the settings take none."""
    if policy_of(thread).pictures == "none":
        raise Refusal("no_pictures", 403, _("Pictures are not taken here."))


def own_picture(*, member: Member, thread: Thread, key: str) -> Picture | None:
    """The member's picture that waits for its post, None when no key is given. Raises Refusal 403 or 422."""
    if not key:
        return None
    ensure_takes_pictures(thread)
    picture = Picture.objects.filter(key=key, member=member, title=thread.title_id, post__isnull=True).first()
    if picture is None:
        raise Refusal("picture_gone", 422, _("This picture is no longer here: choose it again."), field="picture")
    return picture


def hang_picture(picture: Picture, post: Post) -> None:
    """Gives the picture to its post, in the caller's transaction. Raises Refusal 422 when another post has just taken it."""
    if not Picture.objects.filter(pk=picture.pk, post__isnull=True).update(post=post):
        raise Refusal("picture_gone", 422, _("This picture is no longer here: choose it again."), field="picture")


@transaction.atomic
def drop_pictures(*, post_ids: list[int]) -> int:
    """Erases the pictures of these posts, files included once the transaction holds; gives how many."""
    return _erase(list(Picture.objects.filter(post__in=post_ids)))


@transaction.atomic
def forget_pictures() -> int:
    """Erases pictures whose post was not written within a day, and those refused three months ago; gives how many."""
    now = clock.now()
    unused = Picture.objects.filter(post__isnull=True, given_at__lt=now - UNUSED)
    refused = Picture.objects.filter(
        post__standing__in=[Standing.REFUSED, Standing.REMOVED, Standing.WITHDRAWN], given_at__lt=now - REFUSED
    )
    return _erase([*unused[:1000], *refused[:1000]])


def _erase(gone: list[Picture]) -> int:
    Picture.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
    for picture in gone:
        transaction.on_commit(lambda key=picture.key: pictures.erase(key))  # type: ignore[misc]  # each its own key
    return len(gone)
