"""Cases, decisions, members."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from parvis.api.shapes.shared import Number, Text

Cause = Literal["held", "flagged", "signalled", "imported", "hand"]


class DecisionIn(Schema):
    """A judgement of a case; to refuse, say which rule of the charter is broken. `version`: the case as you saw it."""

    verdict: Literal["approve", "refuse", "hide"]
    rule: Annotated[int, Field(ge=1, le=1000)] | None = None
    reason: Annotated[Text, Field(max_length=2000)] = ""
    version: Number | None = None


class CaseOut(Schema):
    """A case. `subject` names what is judged, such as `post:91`; `post` is its number."""

    id: int
    subject: str
    post: int | None
    cause: str
    risk: int
    signals: int
    words: str
    opened_at: datetime
    closed_at: datetime | None
    snoozed_until: datetime | None
    claimed_by: str | None
    author: int | None
    evidence: list[dict[str, Any]]
    version: int


class Cases(Schema):
    """A page of open cases, the most urgent first, and where the next one starts."""

    cases: list[CaseOut]
    next: int | None


class NoteOut(Schema):
    """A note between colleagues."""

    id: int
    words: str
    by: str
    at: str


class DecisionOut(Schema):
    """A decision, with the rule it cites and the standings before and after."""

    id: int
    case: int
    subject: str
    post: int | None
    verdict: str
    rule: int | None
    reason: str
    before: str
    after: str
    by: str
    author: int | None
    decided_at: datetime
    undone_at: datetime | None


class CaseFileOut(Schema):
    """A case with all that is known of it."""

    case: CaseOut
    notes: list[NoteOut]
    decisions: list[DecisionOut]


class Decisions(Schema):
    """A page of decisions, newest first."""

    decisions: list[DecisionOut]
    next: int | None


class Taken(Schema):
    """The case taken; null when nothing waits."""

    case: CaseOut | None


class OpenIn(Schema):
    """The post to be judged though nobody signalled it."""

    subject: Annotated[str, Field(pattern=r"^post:[0-9]{1,18}$", examples=["post:91"])]


class SnoozeIn(Schema):
    """Until when the case is put aside."""

    snoozed_until: datetime
    version: Number | None = None


class NoteIn(Schema):
    """A note for colleagues."""

    words: Annotated[Text, Field(min_length=1, max_length=5000)]


class MemberOut(Schema):
    """A member of the group."""

    id: int
    name: str
    badges: list[str]
    posts: int
    joined_at: datetime
    seen_at: datetime | None
    watched: bool


class Members(Schema):
    """A page of members, the last to join first."""

    members: list[MemberOut]
    next: int | None


class WayIn(Schema):
    """A way in."""

    kind: str
    issuer: str
    subject: str


class MemberFile(Schema):
    """A member's file: ways in, what was decided, notes."""

    member: MemberOut
    ways_in: list[WayIn]
    approved: int
    refused: int
    hidden: int
    signalled: int
    decisions: list[DecisionOut]
    notes: list[NoteOut]
