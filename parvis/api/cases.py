"""Cases, for an outside desk: read and judged with the rights of whoever made the key."""

from typing import Any

from ninja import Path, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.shapes import Cases, DecisionIn, Done, Number
from parvis.conversations.pages import moment
from parvis.moderation.acts import decide
from parvis.moderation.models import Case
from parvis.moderation.rights import cases_for
from parvis.publishers.rights import nothing_here

PAGE = 50
router = Router(tags=["cases"])


@router.get("/titles/{title_key}/cases", response=Cases, auth=KeyDoor("moderate"))
def list_cases(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The fifty most urgent open cases."""
    title = title_of(request.auth, title_key)
    found = cases_for(request.auth.made_by_id).filter(title=title, closed_at__isnull=True).order_by("-urgency", "pk")[:PAGE]
    return {"cases": [_case_data(case) for case in found]}


def _case_data(case: Case) -> dict[str, Any]:
    names = ("subject", "cause", "risk", "signals", "words", "version")
    return {"id": case.pk, "opened_at": moment(case.opened_at), **{name: getattr(case, name) for name in names}}


@router.post("/titles/{title_key}/cases/{case_id}/decisions", response={201: Done}, auth=KeyDoor("moderate"))
def add_decision(request: KeyRequest, title_key: str, case_id: Path[Number], body: DecisionIn) -> Status[dict[str, Any]]:
    """Judges the case; the same rules as at the desk."""
    title = title_of(request.auth, title_key)
    if not Case.objects.filter(pk=case_id, title=title).exists():
        raise nothing_here()
    made = decide(
        case_id=case_id,
        account_id=request.auth.made_by_id,
        verdict=body.verdict,
        rule_number=body.rule,
        reason=body.reason,
        version=body.version,
    )
    return Status(201, {"id": made.pk, "standing": made.after})
