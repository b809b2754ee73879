"""What a member says of themself, judged as any words, and what they let others find."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.conversations.drafts import Lately, draft_of, refusal_of
from parvis.conversations.models import Profile, Thread
from parvis.conversations.rights import ensure_may_write
from parvis.conversations.subjects import place_of_profile
from parvis.journal.acts import record
from parvis.journal.facts import ProfileChanged
from parvis.kit import clock
from parvis.kit.markup import Rendered, render
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.members.restrictions.reads import restrictions_at
from parvis.moderation.acts import close_case_of, note_standing, open_case
from parvis.moderation.models import Standing
from parvis.moderation.screening import Judged, judge_draft, keep_screening
from parvis.publishers.models import Title
from parvis.publishers.policies import policy_in_force

LONGEST = 600


@transaction.atomic
def change_profile(*, member: Member, title: Title, source: str, shows_posts: bool, is_listed: bool) -> Profile:
    """Writes the member's page; its words are screened at this title (group at hand), and held when they would be.

    Raises Refusal 403 (right), 422 (too long, or refused by the screens).
    """
    ensure_may_write(member, title)
    said = source.strip()
    if len(said) > LONGEST or "\x00" in said:
        words = _("At most %(most)s characters; this has %(length)s.") % {"most": LONGEST, "length": len(said)}
        raise Refusal("too_long", 422, words, field="source")
    profile = Profile.objects.select_for_update().filter(member=member).first() or Profile(member=member, title=title)
    changed = said != profile.source
    profile.shows_posts, profile.is_listed, profile.changed_at = shows_posts, is_listed, clock.now()
    judged = _write_words(profile, title, said) if changed else None
    profile.save()
    if changed:
        _follow(profile, judged)
    record(ProfileChanged(group_id=member.group_id, title_id=profile.title_id, member_id=member.pk, words=changed))
    return profile


def _write_words(profile: Profile, title: Title, source: str) -> Judged | None:
    rendered = render(source) if source else Rendered("", "")
    judged = _judged(profile.member, title, rendered) if source else None
    if judged and judged.outcome == "refuse":
        raise refusal_of(judged)
    profile.title, profile.source, profile.html, profile.text = title, source, rendered.html, rendered.text
    profile.standing = Standing.HELD if judged and judged.outcome == "hold" else Standing.PUBLISHED
    return judged


def _judged(member: Member, title: Title, rendered: Rendered) -> Judged:
    policy = policy_in_force(group_id=title.group_id, title_id=title.pk)
    nowhere = Thread(title=title, opened_at=clock.now())
    known: dict[str, Any] = {"thread": nowhere, "policy": policy, "member": member, "is_staff": False, "lately": Lately()}
    draft = draft_of(rendered=rendered, restricted=restrictions_at(member, title.pk), is_edit=True, **known)
    return judge_draft(draft=draft, title_id=title.pk)


def _follow(profile: Profile, judged: Judged | None) -> None:
    if judged is None:
        close_case_of(subject=profile.subject)
        return
    note_standing(subject=profile.subject, before="", after=profile.standing, cause="screening")
    keep_screening(subject=profile.subject, judged=judged)
    if judged.outcome in ("hold", "flag"):
        cause = "held" if judged.outcome == "hold" else "flagged"
        place = place_of_profile(profile)
        open_case(subject=profile.subject, place=place, cause=cause, risk=judged.risk, evidence=judged.evidence_as_data())
