"""Publishing a post: ensure the right, judge, write, record."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.standing import count_in
from parvis.conversations.acts.threads import thread_under, touch_thread
from parvis.conversations.drafts import Lately, draft_of, ensure_advised, last_posts, refusal_of
from parvis.conversations.models import Post, Thread
from parvis.conversations.models.posts import said_under
from parvis.conversations.rights import ensure_in_sight, ensure_may_write, staff_badge, why_closed
from parvis.conversations.subjects import place_of
from parvis.journal.acts import record
from parvis.journal.facts import PostHeld, PostPublished, ThreadOpened
from parvis.kit import clock
from parvis.kit.markup import Rendered, render
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.moderation.acts import note_standing, open_case
from parvis.moderation.models import Standing
from parvis.moderation.screening import Judged, judge_draft, keep_screening
from parvis.moderation.screens.evidence import Draft
from parvis.publishers.models import Title
from parvis.publishers.policies import policy_in_force

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
) -> Published:
    """Publishes (or holds) a member's words in a thread whose `title` and `article` are at hand.

    In a thread of its own not yet stored (see `open_thread`) they open it, and its heading is judged with them.
    `source` is light formatting; `key`, given by the client, makes sending twice write once; `advised` says the
    author has already seen what could be mended. Raises Refusal 403 (right), 404 (parent, thread), 409 `advice`,
    422 (refused by the screens, each reason said): in every case nothing is written but the evidence.
    """
    ensure_may_write(member, thread.title)
    ensure_in_sight(thread)
    lately = last_posts(member)
    if key and any(one.key == key[:60] for one in lately):
        return _sent_before(member, key)
    _ensure_bounded(source)
    parent = _parent(thread, parent_id)
    rendered = render(source)
    badge = staff_badge(member, thread.title)
    draft = draft_in(thread, member=member, rendered=rendered, lately=lately, is_staff=bool(badge))
    judged = judge_draft(draft=draft, title_id=thread.title_id)
    if judged.outcome == "refuse":
        keep_screening(subject=f"draft:{member.pk}", judged=judged)
        raise refusal_of(judged)
    ensure_advised(judged, advised=advised)
    post = _post(member, thread, parent, quoted_id, source, rendered, draft, judged, badge, key)
    try:
        return Published(post, _write(post, judged, thread.title))
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
    if parent is None:
        raise Refusal("parent_gone", 409, _("The post you are replying to is no longer there. Your text is kept."))
    if parent.depth >= DEEPEST:
        raise Refusal("too_deep", 409, _("This branch is too deep: reply higher up in the discussion."))
    return parent


def draft_in(thread: Thread, *, member: Member, rendered: Rendered, lately: list[Lately], is_staff: bool) -> Draft:
    """The draft of a post in the thread, its heading before it when it would open the thread, as the screens want it."""
    title = thread.title
    policy = policy_in_force(group_id=title.group_id, title_id=title.pk, section_id=thread.section_id)
    closed = why_closed(thread, policy)
    judged = rendered if thread.is_stored else replace(rendered, text=said_under(thread.heading, rendered.text))
    return draft_of(rendered=judged, thread=thread, policy=policy, member=member, is_staff=is_staff, closed=closed, lately=lately)


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
        written_at=clock.now(),
        key=key[:60],
    )


def _badges(member: Member, thread: Thread, staff: str) -> list[str]:
    is_author = bool(staff and thread.article and str(member.account) in thread.article.authors)
    return [*([staff] if staff else []), *(["author"] if is_author else []), *member.badges]


@transaction.atomic
def _write(post: Post, judged: Judged, title: Title) -> int:
    opens = not post.thread.is_stored and post.thread.is_own
    if opens:
        post.thread.is_shown = post.is_visible
        post.thread.save(force_insert=True)
        post.thread_id = post.thread.pk
    elif not post.thread.is_stored and post.thread.article:
        post.thread = thread_under(article=post.thread.article)
        post.thread.title = title
    post.save(force_insert=True)
    if opens:
        post.thread.first = post
        post.thread.save(update_fields=["first"])
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
    return version
