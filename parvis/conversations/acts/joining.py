"""Joining two threads into one, and parting them again while nothing has been built upon it."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.models import ImportedArticle, Pin, Post, Selection, Thread, ThreadJoin
from parvis.conversations.rights import hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import ThreadsJoined, ThreadsParted
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.rights import nothing_here

#: How long a join can be undone.
WINDOW = timedelta(days=30)


@transaction.atomic
def join_threads(*, account_id: int | None, thread_id: int, into_id: int) -> ThreadJoin:
    """Moves every post of a thread into another of the same title, whose readers see them as its own from then on.

    The first one's address leads to the second. Refs of archives follow. None is the machine's operator. Raises Refusal
    404 or 403 (right at both), 409 when they are one, of two titles, or one was joined before.
    """
    first, second = sorted((thread_id, into_id))
    Thread.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk").count()
    gone, kept = _hosted(account_id, thread_id), _hosted(account_id, into_id)
    _ensure_joinable(gone, kept)
    moving = {
        "roots": Post.objects.filter(thread=gone, parent__isnull=True),
        "refs": ImportedArticle.objects.filter(thread=gone),
        "carried": Thread.objects.filter(moved_to=gone),
    }
    named = {name: list(rows.order_by("pk").values_list("pk", flat=True)) for name, rows in moving.items()}
    join = ThreadJoin.objects.create(thread=gone, into=kept, account_id=account_id, at=clock.now(), **named)
    for model in (Post, Pin, Selection, ImportedArticle):
        model._default_manager.filter(thread=gone).update(thread=kept)
    Thread.objects.filter(pk__in=[gone.pk, *named["carried"]]).update(moved_to=kept)
    _recount(gone, kept)
    record(ThreadsJoined(**_where(kept, account_id), thread_id=gone.pk, into_id=kept.pk))
    return join


@transaction.atomic
def part_threads(*, account_id: int | None, join_id: int) -> None:
    """Undoes a join: the branches that moved go back, with what was answered in them since.

    Raises Refusal 404 or 403, 409 when it was undone, is older than thirty days, or the second was itself joined since.
    """
    join = ThreadJoin.objects.select_for_update(of=("self",)).filter(pk=join_id).first()
    if join is None:
        raise nothing_here()
    gone, kept = _hosted(account_id, join.thread_id), _hosted(account_id, join.into_id)
    if join.undone_at is not None:
        raise Refusal("already_parted", 409, _("This was undone already."))
    if clock.now() - join.at > WINDOW:
        raise Refusal("too_late", 409, _("This can be undone for thirty days, and it is older."))
    if kept.moved_to_id or gone.moved_to_id != kept.pk:
        raise Refusal("joined_since", 409, _("The discussion was joined to another since: undo that first."))
    ThreadJoin.objects.filter(pk=join.pk).update(undone_at=clock.now())
    _give_back(join)
    Thread.objects.filter(pk=gone.pk).update(moved_to=None)
    _recount(gone, kept)
    record(ThreadsParted(**_where(kept, account_id), thread_id=gone.pk, into_id=kept.pk))


def _hosted(account_id: int | None, thread_id: int) -> Thread:
    if account_id is not None:
        return hosted_thread(account_id, thread_id)
    return Thread.objects.select_related("title__group", "article").get(pk=thread_id)


def _ensure_joinable(gone: Thread, kept: Thread) -> None:
    if gone.pk == kept.pk:
        raise Refusal("same_thread", 409, _("It is the same discussion."))
    if gone.title_id != kept.title_id:
        raise Refusal("other_title", 409, _("Discussions of two titles cannot be joined."))
    if gone.moved_to_id or kept.moved_to_id:
        raise Refusal("already_joined", 409, _("One of the two was joined to another before."))


def _give_back(join: ThreadJoin) -> None:
    moved = Post.objects.filter(pk__in=join.roots) | Post.objects.filter(root__in=join.roots)
    numbers = list(moved.filter(thread=join.into).values_list("pk", flat=True))
    Post.objects.filter(pk__in=numbers).update(thread_id=join.thread_id)
    Pin.objects.filter(post__in=numbers).update(thread_id=join.thread_id)
    Selection.objects.filter(post__in=numbers).update(thread_id=join.thread_id)
    ImportedArticle.objects.filter(pk__in=join.refs).update(thread_id=join.thread_id)
    Thread.objects.filter(pk__in=join.carried, moved_to=join.into).update(moved_to_id=join.thread_id)


def _recount(*threads: Thread) -> None:
    """Counts anew what readers see of each, and tells every process."""
    for thread in threads:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [thread.pk, thread.pk])
        touch_thread(thread.pk, "state")


def _where(thread: Thread, account_id: int | None) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id}


_COUNT = """
UPDATE conversations_thread t SET visible_posts = counted.n, last_post_at = counted.last
FROM (
    SELECT count(*) AS n, max(written_at) AS last FROM conversations_post WHERE thread_id = %s AND standing = 'published'
) counted WHERE t.id = %s
"""
