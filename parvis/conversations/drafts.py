"""Gathering, in few queries, all that the screens may know of a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from parvis.conversations.models import Post, Thread
from parvis.kit import clock
from parvis.kit.markup import Rendered
from parvis.kit.refusals import Refusal
from parvis.language.tongues import language_of
from parvis.members.models import Member
from parvis.moderation.reads import record_of
from parvis.moderation.screening import Judged, domains_in_force, words_in_force
from parvis.moderation.screens.evidence import AuthorHistory, Draft, Limits, Place
from parvis.moderation.tables import advise
from parvis.publishers.policies import EffectivePolicy

RECENT = 20


@dataclass(frozen=True, slots=True)
class Lately:
    """One of a member's last posts."""

    pk: int
    key: str
    at: datetime
    text: str


def last_posts(member: Member, *, but: int = 0) -> list[Lately]:
    """The member's last twenty posts anywhere, newest first, except the one numbered `but`; one query."""
    mine = Post.objects.filter(author=member).exclude(pk=but).order_by("-written_at")
    return [Lately(*row) for row in mine.values_list("pk", "key", "written_at", "text")[:RECENT]]


def draft_of(
    *,
    rendered: Rendered,
    thread: Thread,
    policy: EffectivePolicy,
    member: Member,
    is_staff: bool,
    closed: str,
    lately: list[Lately],
    is_edit: bool = False,
) -> Draft:
    """The draft as the screens want it; `closed` is why the thread is closed, or empty; `lately` from `last_posts`."""
    title = thread.title
    return Draft(
        text=rendered.text,
        html=rendered.html,
        links=rendered.links,
        language=language_of(rendered.text).language,
        is_edit=is_edit,
        author=_history(member, is_staff, lately),
        place=Place(is_open=not closed, mode=_mode(policy.mode), recent_texts=_recent_texts(thread, member)),
        words=words_in_force(group_id=title.group_id, title_id=title.pk),
        domains=domains_in_force(group_id=title.group_id, title_id=title.pk),
        limits=_limits(policy),
    )


def _history(member: Member, is_staff: bool, lately: list[Lately]) -> AuthorHistory:
    recent = [(one.at, one.text) for one in lately]
    now = clock.now()
    record = record_of(member.pk)
    return AuthorHistory(
        member_id=member.pk,
        published_posts=member.published_posts,
        refused_recently=record.refused,
        decided_recently=record.decided,
        recent_texts=tuple(text for at, text in recent if now - at < timedelta(days=1)),
        posts_last_minute=sum(now - at < timedelta(minutes=1) for at, _text in recent),
        posts_last_hour=sum(now - at < timedelta(hours=1) for at, _text in recent),
        is_staff=is_staff,
        premoderated=member.is_premoderated,
    )


def _recent_texts(thread: Thread, member: Member) -> tuple[str, ...]:
    if not thread.is_stored:
        return ()
    others = Post.objects.filter(thread=thread).exclude(author=member).order_by("-pk")
    return tuple(others.values_list("text", flat=True)[:RECENT])


def _mode(mode: str) -> Literal["pre", "post", "reactive"]:
    return "pre" if mode == "pre" else "reactive" if mode == "reactive" else "post"


def _limits(policy: EffectivePolicy) -> Limits:
    return Limits(
        min_length=policy.min_length,
        max_length=policy.max_length,
        newcomer_posts=policy.newcomer_posts,
        posts_per_minute=policy.posts_per_minute,
        posts_per_hour=policy.posts_per_hour,
        links_per_post=policy.links_per_post,
        languages=policy.languages,
    )


def ensure_advised(judged: Judged, *, advised: bool) -> None:
    """Raises Refusal 409 `advice`, once, when the author could mend the draft; nothing has been written."""
    if advised or not judged.advice:
        return
    advice = [{"check": one.check, "message": advise(one), "spans": [list(span) for span in one.spans]} for one in judged.advice]
    raise Refusal("advice", 409, _("Before you publish, have another look."), advice=advice)


def refusal_of(judged: Judged) -> Refusal:
    """The refusal told to the author of a draft that the screens refuse, with every reason."""
    refused = [one for one in judged.evidence if one.check in judged.reasons] or list(judged.evidence)
    return Refusal(
        refused[0].check if len(refused) == 1 else "refused",
        422,
        " ".join(dict.fromkeys(advise(one) for one in refused)),
        reasons=[one.check for one in refused],
    )
