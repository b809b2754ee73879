"""Gathering, in few queries, all that the screens may know of a draft."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from parvis.conversations.limits import Tally
from parvis.conversations.measures import lately_rows
from parvis.conversations.models import Post, Thread
from parvis.kit import clock
from parvis.kit.markup import Rendered
from parvis.kit.refusals import Refusal
from parvis.language.tongues import language_of
from parvis.members.models import Member, Restriction, RestrictionKind
from parvis.moderation.reads import record_of
from parvis.moderation.screening import Judged, domains_in_force, words_in_force
from parvis.moderation.screens.evidence import AuthorHistory, Draft, Limits, Place
from parvis.moderation.tables import advise
from parvis.publishers.policies import EffectivePolicy

RECENT = 20


@dataclass(frozen=True, slots=True)
class LatePost:
    """One of a member's last posts."""

    pk: int
    key: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Lately:
    """A member's last twenty posts anywhere, newest first; how many in the last hour and day; what stands in the thread."""

    posts: tuple[LatePost, ...] = ()
    last_hour: int = 0
    last_day: int = 0
    here: Tally = field(default_factory=Tally)


def lately_of(member: Member, thread: Thread, *, but: int = 0) -> Lately:
    """What the member wrote lately, except the post numbered `but`; one query."""
    rows = lately_rows(member_id=member.pk, thread_id=thread.pk or 0, but=but, now=clock.now(), most=RECENT)
    if not rows:
        return Lately()
    counts = rows[0]
    here = Tally(counts["posts_here"], counts["replies_here"], counts["last_here"])
    posts = tuple(LatePost(row["id"], row["key"], row["written_at"], row["text"]) for row in rows)
    return Lately(posts, counts["last_hour"], counts["last_day"], here)


def draft_of(
    *,
    rendered: Rendered,
    thread: Thread,
    policy: EffectivePolicy,
    member: Member,
    is_staff: bool,
    lately: Lately,
    restricted: list[Restriction],
    is_edit: bool = False,
    has_picture: bool = False,
) -> Draft:
    """The draft as the screens want it, for a thread that takes it (limits.py); `lately` from `lately_of`, `restricted`
    what is in force for its author there."""
    title = thread.title
    return Draft(
        text=rendered.text,
        html=rendered.html,
        links=rendered.links,
        language=language_of(rendered.text).language,
        is_edit=is_edit,
        author=_history(member, lately, restricted, is_staff=is_staff),
        place=Place(is_open=True, mode=_mode(policy.mode), recent_texts=_recent_texts(thread, member)),
        words=words_in_force(group_id=title.group_id, title_id=title.pk),
        domains=domains_in_force(group_id=title.group_id, title_id=title.pk),
        limits=_limits(policy),
        holds_picture=has_picture and policy.pictures != "open",
    )


def _history(member: Member, lately: Lately, restricted: list[Restriction], *, is_staff: bool) -> AuthorHistory:
    now = clock.now()
    record = record_of(member.pk)
    watched = next((row for row in restricted if row.kind == RestrictionKind.PREMODERATION), None)
    return AuthorHistory(
        member_id=member.pk,
        published_posts=member.published_posts,
        refused_recently=record.refused,
        decided_recently=record.decided,
        recent_texts=tuple(one.text for one in lately.posts if now - one.at < timedelta(days=1)),
        posts_last_minute=sum(now - one.at < timedelta(minutes=1) for one in lately.posts),
        posts_last_hour=lately.last_hour,
        is_staff=is_staff,
        premoderated=watched is not None,
        why_premoderated=_why(watched) if watched else {},
    )


def _why(watched: Restriction) -> dict[str, str]:
    said = {"reason": watched.reason[:200], "by": str(watched.account or ""), "since": watched.at.date().isoformat()}
    said |= {"until": watched.until.date().isoformat() if watched.until else ""}
    return {name: value for name, value in said.items() if value}


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
