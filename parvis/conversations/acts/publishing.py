"""Publishing a post: ensure the right, judge, write, record."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_headline, index_post
from parvis.conversations.acts.naming import note_mentions
from parvis.conversations.acts.pictures import hang_picture, own_picture
from parvis.conversations.acts.standing import count_in
from parvis.conversations.acts.summoning import answer_summons
from parvis.conversations.acts.threads import thread_under, touch_thread
from parvis.conversations.drafts import Lately, draft_of, ensure_advised, lately_of, refusal_of
from parvis.conversations.limits import ensure_may_post_here, ensure_within, ensure_within_the_day
from parvis.conversations.measures import hold_turn
from parvis.conversations.mentions import render_named
from parvis.conversations.models import Picture, Post, Thread
from parvis.conversations.models.posts import said_under
from parvis.conversations.policies import policy_of
from parvis.conversations.rights import ensure_in_sight, ensure_may_write, staff_badge
from parvis.conversations.subjects import place_of
from parvis.conversations.worth import worth_of
from parvis.journal.acts import record
from parvis.journal.facts import PostHeld, PostPublished, ThreadOpened
from parvis.kit import clock
from parvis.kit.markup import Rendered
from parvis.kit.refusals import Refusal
from parvis.members.badges.reads import MOST_WORN, signs, worn_by
from parvis.members.models import Member
from parvis.members.restrictions.reads import restrictions_at
from parvis.moderation.acts import note_standing, open_case
from parvis.moderation.models import Standing
from parvis.moderation.screening import Judged, judge_draft, keep_screening
from parvis.moderation.screens.evidence import Draft
from parvis.publishers.models import Title
from parvis.publishers.policies import EffectivePolicy

DEEPEST = 200
LONGEST_SOURCE = 50_000


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: the post, the thread's version, whether it had been sent before."""

    post: Post
    version: int
    is_repeat: bool = False


def publish_post(
    *,
    member: Member,
    thread: Thread,
    source: str,
    parent_id: int | None = None,
    quoted_id: int | None = None,
    advised: bool = True,
    key: str = "",
    picture: str = "",
) -> Published:
    """Publishes (or holds) a member's words in a thread whose `title` and `article` are at hand.

    In a thread of its own not yet stored (see `open_thread`) they open it, and its heading is judged with them.
    `source` is light formatting; `key`, given by the client, makes sending twice write once; `advised` says the
    author has already seen what could be mended; `picture` is the key of one given by `give_picture`. Raises Refusal 403
    (right, pictures), 404 (thread), 409 `parent_gone`, `advice`, those of `limits.ensure_may_post_here`, 422 (refused by the
    screens, each reason said; `picture_gone`): nothing is written but the evidence.
    """
    ensure_may_write(member, thread.title)
    ensure_in_sight(thread)
    lately = lately_of(member, thread)
    if key and any(one.key == key[:60] for one in lately.posts):
        return _sent_before(member, key)
    _ensure_bounded(source)
    parent = _parent(thread, parent_id)
    rendered = render_named(source, title=thread.title)
    badge = staff_badge(member, thread.title)
    hung = own_picture(member=member, thread=thread, key=picture)
    turn: dict[str, Any] = {"is_staff": bool(badge), "is_reply": parent is not None, "has_picture": hung is not None}
    draft = draft_in(thread, member=member, rendered=rendered, lately=lately, **turn)
    judged = judge_draft(draft=draft, title_id=thread.title_id)
    if judged.outcome == "refuse":
        keep_screening(subject=f"draft:{member.pk}", judged=judged)
        raise refusal_of(judged)
    ensure_advised(judged, advised=advised)
    post = _post(member, thread, parent, quoted_id, source, rendered, draft, judged, badge, key)
    post.hung = hung.row if hung else None
    try:
        return Published(post, _write(post, judged, thread.title, None if badge else policy_of(thread), hung))
    except IntegrityError:  # sent twice at the same instant: the other one won
        return _sent_before(member, key)


def _sent_before(member: Member, key: str) -> Published:
    post = Post.objects.select_related("thread", "author").get(author=member, key=key[:60])
    return Published(post, post.thread.version, is_repeat=True)


def _ensure_bounded(source: str) -> None:
    if len(source) > LONGEST_SOURCE or "\x00" in source:
        raise Refusal("too_long", 422, _("This text is too long to be read here."), field="text")


def _parent(thread: Thread, parent_id: int | None) -> Post | None:
    if parent_id is None:
        return None
    parent = Post.objects.visible().filter(pk=parent_id, thread_id=thread.pk).first()
    if parent is None and Post.objects.visible().filter(pk=parent_id).exists():
        raise _moved()
    if parent is None:
        raise Refusal("parent_gone", 409, _("The post you are replying to is no longer there. Your text is kept."))
    if parent.depth >= DEEPEST:
        raise Refusal("too_deep", 409, _("This branch is too deep: reply higher up in the discussion."))
    return parent


def draft_in(
    thread: Thread,
    *,
    member: Member,
    rendered: Rendered,
    lately: Lately,
    is_staff: bool,
    is_reply: bool = False,
    has_picture: bool = False,
) -> Draft:
    """The draft of a post in the thread, its heading before it when it would open the thread, as the screens want it.

    Raises Refusal as `limits.ensure_may_post_here` when the member may not write that there now.
    """
    turn: dict[str, Any] = {"policy": policy_of(thread), "is_staff": is_staff}
    ensure_may_post_here(member=member, thread=thread, tally=lately.here, is_reply=is_reply, **turn)
    restricted = restrictions_at(member, thread.title_id)
    turn["has_picture"] = has_picture
    ensure_within_the_day(restricted, lately.last_day)
    judged = rendered if thread.is_stored else replace(rendered, text=said_under(thread.heading, rendered.text))
    return draft_of(rendered=judged, thread=thread, member=member, lately=lately, restricted=restricted, **turn)


def _post(
    member: Member,
    thread: Thread,
    parent: Post | None,
    quoted_id: int | None,
    source: str,
    rendered: Rendered,
    draft: Draft,
    judged: Judged,
    badge: str,
    key: str,
) -> Post:
    now = clock.now()
    return Post(
        thread=thread,
        parent=parent,
        root_id=parent.root_or_self_id if parent else None,
        quoted_id=quoted_id if quoted_id and Post.objects.visible().filter(pk=quoted_id, thread_id=thread.pk).exists() else None,
        depth=parent.depth + 1 if parent else 0,
        author=member,
        badges=_badges(member, thread, badge),
        source=source,
        html=rendered.html,
        text=rendered.text,
        language=draft.language or "",
        standing=Standing.HELD if judged.outcome == "hold" else Standing.PUBLISHED,
        written_at=now,
        worth=0 if parent else worth_of(0, now),
        key=key[:60],
    )


def _badges(member: Member, thread: Thread, staff: str) -> list[str]:
    """What the author wears in this post: the newsroom's own first, then what their group knows of their token, three at most."""
    author = ["author"] if signs(member, thread.article) else []
    return [*([staff] if staff else []), *author, *worn_by(member)][:MOST_WORN]


@transaction.atomic
def _write(post: Post, judged: Judged, title: Title, limits: EffectivePolicy | None, hung: Picture | None = None) -> int:
    opens = not post.thread.is_stored and post.thread.is_own
    if opens:
        post.thread.is_shown = post.is_visible
        post.thread.save(force_insert=True)
        post.thread_id = post.thread.pk
    elif not post.thread.is_stored and post.thread.article:
        post.thread = thread_under(article=post.thread.article)
        post.thread.title = title
    _hold_branch(post)
    if limits and limits.counts_in_thread:
        _keep_turn(post, limits)
    post.save(force_insert=True)
    note_mentions(post=post, group_id=title.group_id)
    if opens:
        post.thread.first = post
        post.thread.save(update_fields=["first"])
        index_headline(post.thread)
    if hung is not None:
        hang_picture(hung, post)
    index_post(post, title)
    note_standing(subject=post.subject, before="", after=post.standing, cause="screening")
    keep_screening(subject=post.subject, judged=judged)
    version = count_in(post, 1) if post.is_visible else touch_thread(post.thread_id, "state")
    if judged.outcome in ("hold", "flag"):
        cause = "held" if judged.outcome == "hold" else "flagged"
        open_case(subject=post.subject, place=place_of(post), cause=cause, risk=judged.risk, evidence=judged.evidence_as_data())
    where: dict[str, Any] = {"group_id": title.group_id, "title_id": title.pk, "member_id": post.author_id}
    where |= {"post_id": post.pk, "thread_id": post.thread_id}
    if opens:
        record(ThreadOpened(**where, space_id=post.thread.space_id, heading=post.thread.heading))
    record(PostPublished(**where, parent_id=post.parent_id) if post.is_visible else PostHeld(**where))
    answer_summons(post)
    return version


def _hold_branch(post: Post) -> None:
    """Holds what the post answers, in the order of keys, until it is written: nobody moves the branch meanwhile.

    Relied on by acts/arranging.py. Raises Refusal 409 when the branch was moved since the page was read.
    """
    if post.parent_id is None:
        return
    above = Post.objects.filter(pk__in={post.root_id, post.parent_id}).order_by("pk").select_for_update(no_key=True)
    rows = {
        pk: (thread_id, root_id or pk, depth)
        for pk, thread_id, root_id, depth in above.values_list("pk", "thread_id", "root_id", "depth")
    }
    if rows.get(post.parent_id or 0) != (post.thread_id, post.root_id, post.depth - 1):
        raise _moved()


def _moved() -> Refusal:
    words = _("The post you are replying to has been moved to another discussion. Your text is kept.")
    return Refusal("parent_moved", 409, words)


def _keep_turn(post: Post, limits: EffectivePolicy) -> None:
    """Counts again, alone: the member may be writing from two windows. Raises Refusal as `ensure_within`."""
    hold_turn(member_id=post.author_id, thread_id=post.thread_id)
    ensure_within(limits, lately_of(post.author, post.thread).here, is_reply=post.parent_id is not None)
