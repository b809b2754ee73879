"""Cases and decisions, for an outside desk: read and judged with the rights of whoever made the key."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.posts import post_in
from parvis.api.shapes.cases import (
    CaseFileOut,
    CaseOut,
    Cases,
    Cause,
    DecisionIn,
    DecisionOut,
    Decisions,
    NoteIn,
    NoteOut,
    OpenIn,
    SnoozeIn,
    Taken,
)
from parvis.api.shapes.shared import Before, Done, Number, Search
from parvis.api.shapes.threads import Signals
from parvis.conversations.pages import moment
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import (
    add_note,
    claim_case,
    claim_next,
    decide,
    open_case_by_hand,
    release_case,
    snooze_case,
    undo_decision,
)
from parvis.moderation.decided import DecisionFilters, decisions_page
from parvis.moderation.models import Case, CaseNote, Decision, Signal
from parvis.moderation.queue import Filters, cases_page, decisions_for, file_of, holder_of
from parvis.moderation.rights import case_for
from parvis.publishers.rights import nothing_here

PAGE = 50
router = Router(tags=["cases"])


@router.get("/titles/{title_key}/cases", response=Cases, auth=KeyDoor("read:cases"))
def list_cases(
    request: KeyRequest,
    title_key: str,
    cause: Cause | None = None,
    search: Search = "",
    snoozed: bool = False,
    after: Before = None,
) -> dict[str, Any]:
    """The open cases, the most urgent first, forty a page; those put aside with `snoozed`."""
    title = title_of(request, title_key)
    filters = Filters(title=title.key, cause=cause or "", search=search, snoozed="1" if snoozed else "")
    page = cases_page(account_id=request.account_id, filters=filters, after=after)
    return {"cases": [case_data(case) for case in page.cases], "next": page.after}


@router.post("/titles/{title_key}/cases", response=CaseOut, auth=KeyDoor("judge:cases"))
def add_case(request: KeyRequest, title_key: str, body: OpenIn) -> dict[str, Any]:
    """Opens a case by hand on a post nobody signalled, or gives the one already open."""
    post = post_in(title_of(request, title_key), post_of(body.subject) or 0)
    return case_data(open_case_by_hand(account_id=request.account_id, subject=post.subject))


@router.post("/titles/{title_key}/cases/next", response=Taken, auth=KeyDoor("judge:cases"))
def take_next(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """Takes the most urgent case nobody holds, for three minutes; null when nothing waits."""
    title = title_of(request, title_key)
    case = claim_next(account_id=request.account_id, narrowed=lambda cases: cases.filter(title=title))
    return {"case": case_data(case) if case else None}


@router.get("/titles/{title_key}/cases/{case_id}", response=CaseFileOut, auth=KeyDoor("read:cases"))
def get_case(request: KeyRequest, title_key: str, case_id: Path[Number]) -> dict[str, Any]:
    """A case, with colleagues' notes and what was decided about the same words."""
    case = case_in(request, title_key, case_id)
    file = file_of(case, account_id=request.account_id)
    notes = [note_data(note) for note in file.notes]
    return {"case": case_data(case), "notes": notes, "decisions": [decision_data(one) for one in file.decisions]}


@router.post("/titles/{title_key}/cases/{case_id}/claim", response=CaseOut, auth=KeyDoor("judge:cases"))
def add_claim(request: KeyRequest, title_key: str, case_id: Path[Number]) -> dict[str, Any]:
    """Takes the case for three minutes, or keeps it for three more."""
    case = case_in(request, title_key, case_id)
    return case_data(claim_case(case_id=case.pk, account_id=request.account_id))


@router.delete("/titles/{title_key}/cases/{case_id}/claim", response=Done, auth=KeyDoor("judge:cases"))
def delete_claim(request: KeyRequest, title_key: str, case_id: Path[Number]) -> dict[str, Any]:
    """Gives the case back to the queue."""
    case = case_in(request, title_key, case_id)
    release_case(case_id=case.pk, account_id=request.account_id)
    return {"id": case.pk, "standing": "released"}


@router.post("/titles/{title_key}/cases/{case_id}/snooze", response=CaseOut, auth=KeyDoor("judge:cases"))
def add_snooze(request: KeyRequest, title_key: str, case_id: Path[Number], body: SnoozeIn) -> dict[str, Any]:
    """Puts the case aside until a moment still to come (with its time zone)."""
    case, until = case_in(request, title_key, case_id), body.snoozed_until
    if until.tzinfo is None:
        words = _("A moment says its time zone, such as 2026-11-24T10:00:00Z.")
        raise Refusal("no_time_zone", 422, words, field="snoozed_until")
    return case_data(snooze_case(case_id=case.pk, account_id=request.account_id, until=until, version=body.version))


@router.post("/titles/{title_key}/cases/{case_id}/notes", response={201: NoteOut}, auth=KeyDoor("judge:cases"))
def add_case_note(request: KeyRequest, title_key: str, case_id: Path[Number], body: NoteIn) -> Any:
    """Writes a note for colleagues, kept with the case and its author's file."""
    case = case_in(request, title_key, case_id)
    note = add_note(case_id=case.pk, account_id=request.account_id, words=body.words)
    return Status(201, note_data(note))


@router.post("/titles/{title_key}/cases/{case_id}/decisions", response={201: Done}, auth=KeyDoor("judge:cases"))
def add_decision(request: KeyRequest, title_key: str, case_id: Path[Number], body: DecisionIn) -> Any:
    """Judges the case; the same rules as at the desk. Within ten seconds it may be undone."""
    case = case_in(request, title_key, case_id)
    made = decide(
        case_id=case.pk,
        account_id=request.account_id,
        verdict=body.verdict,
        rule_number=body.rule,
        reason=body.reason,
        version=body.version,
    )
    return Status(201, {"id": made.pk, "standing": made.after})


@router.get("/titles/{title_key}/decisions", response=Decisions, auth=KeyDoor("read:cases"))
def list_decisions(request: KeyRequest, title_key: str, search: Search = "", after: Before = None) -> dict[str, Any]:
    """What was decided, newest first, forty a page."""
    filters = DecisionFilters(title=title_of(request, title_key).key, search=search)
    page = decisions_page(account_id=request.account_id, filters=filters, before=after)
    return {"decisions": [decision_data(one) for one in page.decisions], "next": page.before}


@router.get("/titles/{title_key}/decisions/{decision_id}", response=DecisionOut, auth=KeyDoor("read:cases"))
def get_decision(request: KeyRequest, title_key: str, decision_id: Path[Number]) -> dict[str, Any]:
    """A decision."""
    return decision_data(_decision_in(request, title_key, decision_id))


@router.delete("/titles/{title_key}/decisions/{decision_id}", response=Done, auth=KeyDoor("judge:cases"))
def delete_decision(request: KeyRequest, title_key: str, decision_id: Path[Number]) -> dict[str, Any]:
    """Takes back one's own decision, within ten seconds: the standing returns and the case is open again."""
    decision = _decision_in(request, title_key, decision_id)
    case = undo_decision(decision_id=decision.pk, account_id=request.account_id)
    return {"id": case.pk, "standing": decision.before}


@router.get("/titles/{title_key}/signals", response=Signals, auth=KeyDoor("read:cases"))
def list_signals(
    request: KeyRequest,
    title_key: str,
    after: Before = None,
    post: Annotated[int | None, Query(ge=1, le=2**62, description="Only the reports on that post.")] = None,
) -> dict[str, Any]:
    """What readers reported, newest first, fifty a page."""
    found = Signal.objects.filter(title=title_of(request, title_key)).order_by("-pk")
    found = found.filter(subject=f"post:{post}") if post else found
    rows = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    told = [
        {"id": row.pk, "post": post_of(row.subject), "reason": row.reason, "words": row.words, "member": row.member_id}
        | {"at": moment(row.at)}
        for row in rows[:PAGE]
    ]
    return {"signals": told, "next": rows[PAGE - 1].pk if len(rows) > PAGE else None}


def case_in(request: KeyRequest, title_key: str, case_id: int) -> Case:
    """A case of that title that the key's maker may judge. Raises Refusal 404."""
    title = title_of(request, title_key)
    case = case_for(request.account_id, case_id)
    if case.title_id != title.pk:
        raise nothing_here()
    return case


def _decision_in(request: KeyRequest, title_key: str, decision_id: int) -> Decision:
    found = decisions_for(request.account_id).filter(pk=decision_id, title=title_of(request, title_key))
    decision = found.select_related("rule", "account").first()
    if decision is None:
        raise nothing_here()
    return decision


def post_of(subject: str) -> int | None:
    """The number of the post a subject names; None when it is something else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "post" and number.isdecimal() else None


def case_data(case: Case) -> dict[str, Any]:
    """A case as plain values; `case.claimed_by` should be at hand."""
    names = ("subject", "cause", "risk", "signals", "words", "version", "evidence", "opened_at", "closed_at", "snoozed_until")
    holder = holder_of(case)
    where = {
        "id": case.pk,
        "post": post_of(case.subject),
        "author": case.author_id,
        "claimed_by": str(holder) if holder else None,
    }
    return where | {name: getattr(case, name) for name in names}


def note_data(note: CaseNote) -> dict[str, Any]:
    """A note as plain values."""
    return {"id": note.pk, "words": note.words, "by": str(note.account or ""), "at": moment(note.at)}


def decision_data(one: Decision) -> dict[str, Any]:
    """A decision as plain values; its rule and account should be at hand."""
    names = ("subject", "verdict", "reason", "before", "after", "decided_at", "undone_at")
    where = {"id": one.pk, "case": one.case_id, "post": post_of(one.subject), "author": one.author_id}
    who = {"by": str(one.account or ""), "rule": one.rule.number if one.rule else None}
    return where | who | {name: getattr(one, name) for name in names}
