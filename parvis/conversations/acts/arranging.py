"""What hosts rearrange: a branch split into a thread of its own, branches moved to another thread, and both undone."""

import random
import time
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_headline
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.branches import (
    Branches,
    Place,
    branches_of,
    carry,
    carry_followers,
    count_carried,
    count_replies,
    lock_posts,
)
from parvis.conversations.headings import clean_heading
from parvis.conversations.models import Arrangement, ArrangementKind, MovedBranch, Post, Space, Thread
from parvis.conversations.rights import hosted_thread
from parvis.journal.acts import record
from parvis.journal.facts import ArrangementUndone, PostsMoved, ThreadSplit
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import rehouse_cases
from parvis.moderation.models import Standing
from parvis.publishers.rights import nothing_here

#: How long an arrangement can be undone; afterwards, the branches are moved back by hand.
UNDO_LIFE = timedelta(minutes=10)
MOST_BRANCHES = 100
#: How often the rows of a branch that people are answering in are asked for, before saying so.
TRIES = 40


@transaction.atomic
def split_branches(
    *, account_id: int, thread_id: int, post_ids: Collection[int], heading: str, space: Space | None = None
) -> Arrangement:
    """Makes a thread of its own of these branches, under a heading; the oldest visible one opens it.

    `space` is one of the title or its group (default: where the thread stands). Raises Refusal 404 or 403 (right),
    409 (`no_branch`, `first_stays`, `out_of_sight`, `busy`, space of elsewhere), 422 (heading).
    """
    source, wished = hosted_thread(account_id, thread_id), clean_heading(heading)
    _ensure_space(source, space)
    given = {"title": source.title, "section": source.section, "space": space or source.space}
    target = Thread.objects.create(**given, heading=wished, opened_at=clock.now())
    branches = _held(source, target, _bounded(post_ids))
    arrangement = _arranged(ArrangementKind.SPLIT, source, target, branches, account_id)
    first = Post.objects.filter(pk__in=branches.tops, standing=Standing.PUBLISHED).order_by("written_at", "pk").first()
    if first is None:
        raise Refusal("out_of_sight", 409, _("A discussion opens with a post that readers see: choose one."))
    Thread.objects.filter(pk=target.pk).update(first=first)
    target.first = first
    index_headline(target)
    record(ThreadSplit(**_where(source, account_id), into_id=target.pk, posts=len(branches.posts), heading=wished))
    return arrangement


@transaction.atomic
def move_branches(*, account_id: int, thread_id: int, post_ids: Collection[int], into_id: int) -> Arrangement:
    """Takes these branches to another thread of the same title, at its root, each post keeping those it answers.

    Raises Refusal 404 or 403 (right at both), 409 (`no_branch`, `same_thread`, `other_title`, `first_stays`, `joined`, `busy`).
    """
    source, target = hosted_thread(account_id, thread_id), hosted_thread(account_id, into_id)
    if source.pk == target.pk:
        raise Refusal("same_thread", 409, _("It is the same discussion."))
    if source.title_id != target.title_id:
        raise Refusal("other_title", 409, _("Posts go to discussions of the same title only."))
    if target.moved_to_id:
        raise Refusal("joined", 409, _("This discussion was joined to another: choose that one."))
    branches = _held(source, target, _bounded(post_ids))
    arrangement = _arranged(ArrangementKind.MOVE, source, target, branches, account_id)
    record(PostsMoved(**_where(source, account_id), into_id=target.pk, posts=len(branches.posts)))
    return arrangement


@transaction.atomic
def undo_arrangement(*, account_id: int, arrangement_id: int) -> Arrangement:
    """Takes the branches back to where they stood within ten minutes, with all that was answered in them since.

    What was written at the root of a split thread comes along. Raises Refusal 404 or 403, 409 (`already_undone`, `too_late`,
    `overtaken` when something was moved again since, `busy`).
    """
    known = Arrangement.objects.select_for_update(of=("self",)).filter(pk=arrangement_id).first()
    if known is None:
        raise nothing_here()
    source, target = hosted_thread(account_id, known.source_id), hosted_thread(account_id, known.target_id)
    if known.undone_at:
        raise Refusal("already_undone", 409, _("This was undone already."))
    if clock.now() - known.at > UNDO_LIFE:
        raise Refusal("too_late", 409, _("This can be undone for ten minutes: move the posts back instead."))
    moved = {branch.post_id: branch for branch in known.branches.all()}
    is_split = known.kind == ArrangementKind.SPLIT
    tops = _roots_of(target) if is_split else list(moved)
    above = {pk for branch in moved.values() for pk in (branch.parent_id, branch.root_id) if pk}
    if Post.objects.filter(pk__in=moved, thread=target).count() != len(moved):
        raise _overtaken()
    branches = _held(target, source, tops, also=above, with_first=is_split)
    _ensure_still_there(moved, branches, source)
    if is_split:
        Thread.objects.filter(pk=target.pk).update(first=None, moved_to=source, is_shown=False)
    _carry_back(branches, moved, source, target)
    Arrangement.objects.filter(pk=known.pk).update(undone_at=clock.now())
    record(ArrangementUndone(**_where(source, account_id), into_id=target.pk, posts=len(branches.posts)))
    return known


def _bounded(post_ids: Collection[int]) -> Collection[int]:
    if not 0 < len(post_ids) <= MOST_BRANCHES:
        raise Refusal("no_branch", 409, _("Choose between one and %(most)s posts.") % {"most": MOST_BRANCHES})
    return post_ids


def _ensure_space(source: Thread, space: Space | None) -> None:
    if space is None:
        return
    if space.group_id != source.title.group_id or space.title_id not in (None, source.title_id):
        raise Refusal("other_title", 409, _("This space belongs to another title."))
    if space.is_archived:
        raise Refusal("archived", 409, _("This space is archived: one reads it, and no longer writes there."))


def _held(
    source: Thread, target: Thread, post_ids: Collection[int], *, also: Collection[int] = (), with_first: bool = False
) -> Branches:
    """The branches, their rows, those they answer, those in `also` and both threads locked until the end of the transaction.

    Whoever writes locks what it answers, then its thread. Here the threads come first, and the posts are never waited for:
    when one is held, everything is let go and asked again, so that nobody ever waits for each other.
    """
    for number in range(TRIES):
        try:
            with transaction.atomic():
                return _locked(source, target, post_ids, also, with_first=with_first)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":
                raise
            time.sleep(random.uniform(0.005, 0.02) * (1 + number / 4))  # noqa: S311  # not a secret
    raise Refusal("busy", 409, _("People are answering there this very second: try again."))


def _locked(source: Thread, target: Thread, post_ids: Collection[int], also: Collection[int], *, with_first: bool) -> Branches:
    pair = Thread.objects.select_for_update(of=("self",)).filter(pk__in=[source.pk, target.pk]).order_by("pk")
    rows = {thread.pk: thread for thread in pair}
    branches = branches_of(source.pk, post_ids)
    if not branches.posts:
        raise Refusal("no_branch", 409, _("These posts are no longer in this discussion."))
    if not with_first and rows[source.pk].first_id in branches.top_of:
        raise Refusal("first_stays", 409, _("The post that opens a discussion stays with it: merge the discussion instead."))
    answered = Post.objects.filter(pk__in=branches.tops).values_list("parent_id", "root_id")
    lock_posts({*branches.posts, *also, *(pk for pair in answered for pk in pair if pk)})
    return branches


def _arranged(kind: str, source: Thread, target: Thread, branches: Branches, account_id: int) -> Arrangement:
    given = {"source": source, "target": target, "account_id": account_id, "posts": len(branches.posts), "at": clock.now()}
    arrangement = Arrangement.objects.create(kind=kind, **given)
    tops = Post.objects.in_bulk(branches.tops)
    MovedBranch.objects.bulk_create(
        MovedBranch(arrangement=arrangement, post=top, parent_id=top.parent_id, root_id=top.root_id, depth=top.depth)
        for top in tops.values()
    )
    left = {pk for top in tops.values() for pk in (top.parent_id, top.root_id) if pk}
    _carried(branches, {pk: Place(was=top.depth) for pk, top in tops.items()}, left, source, target)
    return arrangement


def _carried(branches: Branches, places: dict[int, Place], left: set[int], source: Thread, target: Thread) -> None:
    """Carries the branches and makes every counter true again; both threads are told."""
    carry(branches, places, target.pk)
    carry_followers(branches.posts, target.pk)
    count_replies({*left, *branches.tops})
    count_carried(branches.posts, source.pk, target.pk)
    rehouse_cases(
        subjects=[f"post:{pk}" for pk in branches.posts],
        title_id=target.title_id,
        section_id=target.section_id,
    )
    for thread in sorted((source, target), key=lambda one: one.pk):
        touch_thread(thread.pk, "state")


def _roots_of(thread: Thread) -> list[int]:
    return list(Post.objects.filter(thread=thread, parent__isnull=True).values_list("pk", flat=True))


def _ensure_still_there(moved: dict[int, MovedBranch], branches: Branches, source: Thread) -> None:
    """Raises Refusal 409 when a branch was moved again since, or what it answered is no longer where it was."""
    above = [branch.parent_id for branch in moved.values() if branch.parent_id]
    kept = Post.objects.filter(pk__in=above, thread=source).count() == len(set(above))
    if not kept or not set(moved) <= set(branches.tops):
        raise _overtaken()


def _overtaken() -> Refusal:
    return Refusal("overtaken", 409, _("Something was moved again since: move the posts back by hand."))


def _carry_back(branches: Branches, moved: dict[int, MovedBranch], source: Thread, target: Thread) -> None:
    depths = dict(Post.objects.filter(pk__in=branches.tops).values_list("pk", "depth"))
    places = {}
    for pk in branches.tops:
        back = moved.get(pk)
        places[pk] = Place(depths[pk], back.depth, back.root_id, back.parent_id) if back else Place(depths[pk])
    above = {pk for branch in moved.values() for pk in (branch.parent_id, branch.root_id) if pk}
    _carried(branches, places, above, target, source)


def _where(thread: Thread, account_id: int) -> dict[str, Any]:
    return {"group_id": thread.title.group_id, "title_id": thread.title_id, "account_id": account_id, "thread_id": thread.pk}
