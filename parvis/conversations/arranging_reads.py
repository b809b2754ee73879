"""What pages of arranging need: what would move, where it could go, what can still be undone, who may be asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from parvis.conversations.acts.arranging import UNDO_LIFE
from parvis.conversations.branches import branches_of, summary_of
from parvis.conversations.models import Arrangement, Post, Summons, Thread
from parvis.kit import clock
from parvis.members.models import Account
from parvis.publishers.models import Role, Seat, Title


@dataclass(frozen=True, slots=True)
class Moving:
    """What would move: the tops chosen (those within another's branch left out), and the figures of all that follows them."""

    tops: list[Post]
    posts: int
    visible: int
    waiting: int
    people: int
    first: datetime | None
    last: datetime | None


def moving_of(thread: Thread, post_ids: Collection[int]) -> Moving:
    """The consequences of moving these posts of the thread; three queries."""
    branches = branches_of(thread.pk, post_ids)
    figures = summary_of(branches.posts)
    figures.pop("deepest")
    tops = Post.objects.filter(pk__in=branches.tops).select_related("author").order_by("written_at", "pk")
    return Moving(list(tops), **figures)


def destinations(thread: Thread, asked: str) -> list[Thread]:
    """Ten threads of the same title, by a part of their name or their number, the last active first; one query."""
    others = Thread.objects.filter(title=thread.title_id, moved_to__isnull=True).exclude(pk=thread.pk)
    by_name = Q(article__headline__icontains=asked) | Q(heading__icontains=asked)
    numbered = Q(pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else Q()
    found = others.filter(by_name | numbered) if asked else others.filter(last_post_at__isnull=False)
    return list(found.select_related("article", "title", "space").order_by("-last_post_at")[:10])


def undoable_in(thread: Thread) -> list[Arrangement]:
    """What was arranged here within ten minutes and not undone, the last first; one query."""
    recent = Arrangement.objects.filter(at__gte=clock.now() - UNDO_LIFE, undone_at__isnull=True)
    here = recent.filter(Q(source=thread) | Q(target=thread))
    return list(here.select_related("source__article", "target__article", "account").order_by("-pk"))


def summons_in(thread: Thread) -> list[Summons]:
    """Who was asked to answer in the thread, and how far each is, the last first; one query."""
    asked = Summons.objects.filter(thread=thread, ended_at__isnull=True)
    return list(asked.select_related("account", "asked_by", "post__author").order_by("-pk")[:20])


def colleagues_at(title: Title) -> list[Account]:
    """Who works at the title and may be asked, journalists first; one query."""
    seats = Seat.objects.current().filter(Q(title=title) | Q(title__isnull=True), group=title.group_id)
    named: dict[int, tuple[bool, Account]] = {}
    for seat in seats.exclude(role=Role.GUEST).select_related("account"):
        writes = seat.role == Role.JOURNALIST or named.get(seat.account_id, (True, None))[0] is False
        named[seat.account_id] = (not writes, seat.account)
    return [account for _rank, account in sorted(named.values(), key=lambda one: (one[0], str(one[1]).casefold()))]
