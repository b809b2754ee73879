"""What would become of words not yet sent: how they would look, and what the screens would say; nothing is written."""

from dataclasses import dataclass
from typing import Any

from parvis.conversations.acts.publishing import draft_in
from parvis.conversations.drafts import ensure_advised, lately_of, refusal_of
from parvis.conversations.headings import clean_heading
from parvis.conversations.models import Thread
from parvis.conversations.rights import ensure_may_write, staff_badge
from parvis.kit.markup import render
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.moderation.screening import judge_draft


@dataclass(frozen=True, slots=True)
class Preview:
    """The words as readers would see them; why they would be refused, or what could be mended; whether the desk reads first."""

    html: str
    refusal: Refusal | None
    advice: list[dict[str, Any]]
    is_held: bool


def preview_of(*, member: Member, thread: Thread, source: str) -> Preview:
    """Judges a draft in a thread (stored or not, as `publish_post` takes it). Raises Refusal 403 without the right."""
    ensure_may_write(member, thread.title)
    rendered = render(source[:50_000].replace("\x00", ""))
    try:
        if not thread.is_stored and thread.is_own:
            thread.heading = clean_heading(thread.heading)
    except Refusal as refusal:
        return Preview(rendered.html, refusal, [], is_held=False)
    staff, lately = bool(staff_badge(member, thread.title)), lately_of(member, thread)
    try:
        draft = draft_in(thread, member=member, rendered=rendered, lately=lately, is_staff=staff)
    except Refusal as refusal:
        return Preview(rendered.html, refusal, [], is_held=False)
    judged = judge_draft(draft=draft, title_id=thread.title_id)
    if judged.outcome == "refuse":
        return Preview(rendered.html, refusal_of(judged), [], is_held=False)
    try:
        ensure_advised(judged, advised=False)
    except Refusal as advised:
        return Preview(rendered.html, None, advised.fields["advice"], is_held=judged.outcome == "hold")
    return Preview(rendered.html, None, [], is_held=judged.outcome == "hold")
