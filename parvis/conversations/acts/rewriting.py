"""What authors do to their own posts: edit, withdraw."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_headline, index_post
from parvis.conversations.acts.naming import note_mentions
from parvis.conversations.acts.publishing import Published
from parvis.conversations.acts.standing import give_post_standing
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.drafts import draft_of, ensure_advised, lately_of, refusal_of
from parvis.conversations.headings import clean_heading
from parvis.conversations.limits import ensure_open
from parvis.conversations.mentions import render_named
from parvis.conversations.models import Post, Revision
from parvis.conversations.models.posts import said_under
from parvis.conversations.policies import policy_of
from parvis.conversations.rights import ensure_may_edit, own_post, staff_badge
from parvis.conversations.subjects import place_of
from parvis.journal.acts import record
from parvis.journal.facts import PostEdited, PostHeld, PostWithdrawn
from parvis.kit import clock
from parvis.kit.markup import Rendered
from parvis.kit.refusals import Refusal
from parvis.language.tongues import language_of
from parvis.members.models import Member
from parvis.members.restrictions.reads import restrictions_at
from parvis.moderation.acts import close_case_of, note_standing, open_case
from parvis.moderation.models import Standing
from parvis.moderation.screening import Judged, judge_draft, keep_screening


@transaction.atomic
def edit_post(*, member: Member, post_id: int, source: str, heading: str | None = None, advised: bool = True) -> Published:
    """Changes one's own post within the edit window; the former words are kept as a revision.

    `heading` (None: as it is) is that of the thread of its own which the post opens, if it does.
    Raises Refusal 404 (not one's own), 409 (`too_late`, `not_editable`, `advice`), 422 (heading, closed, refused by screens).
    """
    post = own_post(member, post_id)
    title = post.thread.title
    policy = policy_of(post.thread)
    ensure_may_edit(post, policy)
    rendered = render_named(source, title=title)
    headed = clean_heading(heading) if heading is not None and post.is_first else post.thread.heading
    if rendered.html == post.html and headed == post.thread.heading:
        return Published(post, post.thread.version)
    is_staff = bool(staff_badge(member, title))
    ensure_open(post.thread, policy, is_staff=is_staff)
    facts: dict[str, Any] = {"thread": post.thread, "policy": policy, "member": member, "is_staff": is_staff}
    facts |= {"restricted": restrictions_at(member, title.pk), "lately": lately_of(member, post.thread, but=post.pk)}
    whole = replace(rendered, text=said_under(headed, rendered.text)) if post.is_first else rendered
    judged = judge_draft(draft=draft_of(rendered=whole, is_edit=True, **facts), title_id=title.pk)
    if judged.outcome == "refuse":
        raise refusal_of(judged)
    ensure_advised(judged, advised=advised)
    _rewrite(post, source, rendered)
    note_mentions(post=post, group_id=title.group_id)
    _head(post, headed)
    return Published(post, _follow(post, judged))


def keep_former(post: Post) -> None:
    """Keeps the post as it is now as a revision, with the heading it opens its thread with; in the caller's transaction."""
    former = {"source": post.source, "html": post.html, "text": post.text, "written_at": post.edited_at or post.written_at}
    heading = post.thread.heading if post.is_first else ""
    Revision.objects.create(post=post, number=post.revision, heading=heading, **former)
    post.revision += 1


def _rewrite(post: Post, source: str, rendered: Rendered) -> None:
    keep_former(post)
    post.source, post.html, post.text = source, rendered.html, rendered.text
    post.language, post.edited_at = language_of(rendered.text).language or "", clock.now()
    post.save(update_fields=["source", "html", "text", "language", "edited_at", "revision"])
    index_post(post, post.thread.title)


def _head(post: Post, heading: str) -> None:
    if post.is_first and heading != post.thread.heading:
        post.thread.heading = heading
        post.thread.save(update_fields=["heading"])
        index_headline(post.thread)


def _follow(post: Post, judged: Judged) -> int:
    keep_screening(subject=post.subject, judged=judged)
    where = {"group_id": post.thread.title.group_id, "title_id": post.thread.title_id, "member_id": post.author_id}
    where |= {"post_id": post.pk, "thread_id": post.thread_id}
    record(PostEdited(**where))
    if judged.outcome == "hold" and post.is_visible:
        note_standing(subject=post.subject, before=post.standing, after=Standing.HELD, cause="screening")
        version = give_post_standing(post=post, standing=Standing.HELD)
        record(PostHeld(**where))
    else:
        version = touch_thread(post.thread_id, "edit", post_id=post.pk, root_id=post.root_or_self_id)
    if judged.outcome in ("hold", "flag") or not post.is_visible:
        cause = "flagged" if judged.outcome == "flag" else "held"
        open_case(subject=post.subject, place=place_of(post), cause=cause, risk=judged.risk, evidence=judged.evidence_as_data())
    return version


@transaction.atomic
def withdraw_post(*, member: Member, post_id: int) -> int:
    """Takes one's own post out of sight for good; gives the thread's version. Its replies keep their place.

    Raises Refusal 404 (not one's own) or 409 (already judged out of sight).
    """
    post = own_post(member, post_id)
    if post.standing == Standing.WITHDRAWN:
        return post.thread.version
    if post.standing not in (Standing.PUBLISHED, Standing.HELD):
        raise Refusal("not_editable", 409, _("This post can no longer be changed."))
    if post.is_first:
        # The heading goes with its author's words; the desk still finds it among the revisions.
        keep_former(post)
        post.save(update_fields=["revision"])
    note_standing(subject=post.subject, before=post.standing, after=Standing.WITHDRAWN, cause="author")
    version = give_post_standing(post=post, standing=Standing.WITHDRAWN)
    close_case_of(subject=post.subject)
    where = {"group_id": post.thread.title.group_id, "title_id": post.thread.title_id, "member_id": member.pk}
    record(PostWithdrawn(**where, post_id=post.pk, thread_id=post.thread_id))
    return version
