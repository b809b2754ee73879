"""What a member follows, mutes and has not read yet."""

from dataclasses import dataclass, field

from django.db import connection

from parvis.conversations.models import Following, Mute, Thread, Visit
from parvis.members.models import Member
from parvis.publishers.models import Section

#: Beyond, "more than a thousand" is all that is said.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How a member stands to a thread: the last post they had seen (0 at a first visit), how many are new since, what
    they follow of it, and the members whose posts are folded for them."""

    seen: int = 0
    new: int = 0
    follows_thread: bool = False
    follows_section: bool = False
    section: Section | None = None
    authors: list[int] = field(default_factory=list)
    muted: list[int] = field(default_factory=list)


def reading_of(member: Member, thread: Thread | None) -> Reading:
    """How the member stands to the thread (its section at hand), before this visit is noted; four queries, fewer without one."""
    muted, followed = (
        muted_by(member),
        list(Following.objects.filter(member=member).values_list("thread_id", "author_id", "section_id")),
    )
    authors = [author for _thread, author, _section in followed if author]
    if thread is None:
        return Reading(authors=authors, muted=muted)
    seen = Visit.objects.filter(member=member, thread=thread).values_list("last_post", flat=True).first() or 0
    return Reading(
        seen=seen,
        new=len(_new(member, thread.pk, seen, MOST_COUNTED)) if seen else 0,
        follows_thread=any(pk == thread.pk for pk, _author, _section in followed),
        follows_section=any(pk is not None and pk == thread.section_id for _thread, _author, pk in followed),
        section=thread.section,
        authors=authors,
        muted=muted,
    )


def muted_by(member: Member) -> list[int]:
    """The members whose posts are folded for this one; one query."""
    return list(Mute.objects.filter(member=member).values_list("muted_id", flat=True))


def next_new(*, member: Member, thread_id: int, after: int) -> int | None:
    """The first visible post of the thread after that number, of others whom the member does not mute; one query."""
    found = _new(member, thread_id, after, 1)
    return found[0] if found else None


def _new(member: Member, thread_id: int, after: int, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"member": member.pk, "thread": thread_id, "after": after, "most": most})
        return [pk for (pk,) in cursor.fetchall()]


_NEW = """
SELECT p.id FROM conversations_post p
WHERE p.thread_id = %(thread)s AND p.id > %(after)s AND p.standing = 'published' AND p.author_id <> %(member)s
AND NOT EXISTS (SELECT 1 FROM conversations_mute x WHERE x.member_id = %(member)s AND x.muted_id = p.author_id)
ORDER BY p.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """All that a member follows and mutes, for their own page."""

    threads: list[Thread]
    authors: list[Member]
    sections: list[Section]
    muted: list[Member]


def followed_by(member: Member) -> Followed:
    """What the member follows and mutes, the last first; two queries."""
    rows = Following.objects.filter(member=member).select_related("thread__title", "thread__article", "author", "section__title")
    found = list(rows.order_by("-pk"))
    muted = Mute.objects.filter(member=member).select_related("muted").order_by("-pk")
    return Followed(
        [row.thread for row in found if row.thread],
        [row.author for row in found if row.author],
        [row.section for row in found if row.section],
        [row.muted for row in muted],
    )
