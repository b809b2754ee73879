"""Following, muting, and noting how far one has read. None of it is a fact: nobody else has to know."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from parvis.conversations.models import Following, Mute, Thread
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.publishers.models import Section
from parvis.publishers.rights import nothing_here

#: What one member may follow, and whom mute: far more than anyone reads, and no way to fill a table.
MOST = 1_000
KINDS = ("thread", "author", "section")


@transaction.atomic
def follow(*, member: Member, kind: str, pk: int) -> None:
    """Has the member told what is new in a `thread`, by an `author` or in a `section`; twice changes nothing.

    Raises Refusal 404 for what is not of their group or not in sight, 409 for oneself or beyond a thousand.
    """
    target = {kind: followed(member, kind, pk)}
    if kind == "author" and pk == member.pk:
        raise Refusal("oneself", 409, _("One cannot follow oneself."))
    if Following.objects.filter(member=member).count() >= MOST:
        raise Refusal("too_many", 409, _("You follow too many things already: stop following some of them first."))
    Following.objects.get_or_create(member=member, **target, defaults={"since": clock.now()})


def unfollow(*, member: Member, kind: str, pk: int) -> None:
    """No longer; twice changes nothing. Raises Refusal 404 for a kind there is not."""
    if kind not in KINDS:
        raise nothing_here()
    Following.objects.filter(member=member, **{f"{kind}_id": pk}).delete()


def followed(member: Member, kind: str, pk: int) -> Any:
    """The thread, member or section of that number in the member's group. Raises Refusal 404."""
    found: Any = None
    if kind == "thread":
        found = Thread.objects.filter(pk=pk, title__group=member.group_id, is_shown=True).first()
    elif kind == "author":
        found = Member.objects.filter(pk=pk, group=member.group_id, erased_at__isnull=True).first()
    elif kind == "section":
        found = Section.objects.filter(pk=pk, title__group=member.group_id).first()
    if found is None:
        raise nothing_here()
    return found


@transaction.atomic
def mute_member(*, member: Member, muted_id: int) -> None:
    """Folds the other's posts for the member, and stops following them; the other is never told.

    Raises Refusal 404 for someone not of their group, 409 for oneself or beyond a thousand.
    """
    other = followed(member, "author", muted_id)
    if other.pk == member.pk:
        raise Refusal("oneself", 409, _("One cannot mute oneself."))
    if Mute.objects.filter(member=member).count() >= MOST:
        raise Refusal("too_many", 409, _("You mute too many people already: read some of them again first."))
    Mute.objects.get_or_create(member=member, muted=other, defaults={"since": clock.now()})
    unfollow(member=member, kind="author", pk=other.pk)


def unmute_member(*, member: Member, muted_id: int) -> None:
    """Shows the other's posts again; twice changes nothing. Raises Refusal 404 for someone not of their group."""
    if not Member.objects.filter(pk=muted_id, group=member.group_id).exists():
        raise nothing_here()
    Mute.objects.filter(member=member, muted_id=muted_id).delete()


def see_thread(*, member: Member, thread_id: int, post_id: int) -> None:
    """Notes that the member has read a thread of their group as far as that post; it never goes back. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SEE, {"member": member.pk, "thread": thread_id, "post": post_id, "now": clock.now(), "group": member.group_id}
        )


# A post that does not exist yet must not hide those to come: the thread's last one is the most that can be seen.
_SEE = """
INSERT INTO conversations_visit (member_id, thread_id, last_post, at)
SELECT %(member)s, t.id, least(%(post)s::bigint, coalesce(newest.id, 0)), %(now)s
FROM conversations_thread t JOIN publishers_title p ON p.id = t.title_id
CROSS JOIN LATERAL (SELECT max(id) AS id FROM conversations_post WHERE thread_id = t.id) newest
WHERE t.id = %(thread)s AND p.group_id = %(group)s
ON CONFLICT (member_id, thread_id) DO UPDATE
SET last_post = greatest(conversations_visit.last_post, EXCLUDED.last_post), at = EXCLUDED.at
"""
