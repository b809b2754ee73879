"""What the room does when told a fact."""

from typing import Any

from parvis.journal.models import Fact
from parvis.members.telling.acts import drop_notices, tell
from parvis.moderation.acts.decisions import UNDO_LIFE
from parvis.moderation.models import Decision, Standing

KIND = "decision"


def tell_the_author(fact: Fact) -> None:
    """Tells the author what was decided and by which rule, once the moment to undo has passed."""
    decision = Decision.objects.select_related("rule").get(pk=fact.data["decision_id"])
    about = f"decision:{decision.pk}"
    if decision.author_id is None or decision.undone_at or not _is_news(decision):
        return
    data: dict[str, Any] = {
        "subject": decision.subject,
        "verdict": decision.verdict,
        "after": decision.after,
        "reason": decision.reason,
    }
    if decision.rule:
        data |= {"rule": decision.rule_id, "number": decision.rule.number}
    tell(member_id=decision.author_id, kind=KIND, about=about, data=data, due_at=decision.decided_at + UNDO_LIFE)


def _is_news(decision: Decision) -> bool:
    # Approving what was never out of sight changes nothing for its author.
    return not (decision.before == decision.after == Standing.PUBLISHED)


def drop_the_notice(fact: Fact) -> None:
    """Takes back the notice of a decision that was undone."""
    drop_notices(about=f"decision:{fact.data['decision_id']}", kind=KIND)
