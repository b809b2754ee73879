"""Settings, lists, the decision table, the team, single sign-on keys, webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from parvis.api.shapes.shared import Text

ListName = Literal["banned-words", "watched-words", "banned-domains", "allowed-domains"]


class SettingOut(Schema):
    """A setting: its own value at the place (null: as above), the one in force, and which level decides."""

    own: Any
    value: Any
    source: str


class PolicyOut(Schema):
    """The settings at a place, by name."""

    settings: dict[str, SettingOut]


class PolicyIn(Schema):
    """Settings to change, by name; null means: as above. What is not named stays."""

    settings: Annotated[dict[Annotated[str, Field(max_length=40)], Any], Field(max_length=50, examples=[{"mode": "pre"}])] = {}


class Entries(Schema):
    """The entries of a list."""

    entries: list[str]


class EntriesIn(Schema):
    """All the entries the list should hold; a final * takes any ending."""

    entries: Annotated[list[Annotated[Text, Field(max_length=200)]], Field(max_length=20_000)] = []


class TableRow(Schema):
    """Evidence of `check` at a certainty of `at_least` leads to `outcome`."""

    check: str
    at_least: float
    outcome: str
    advise: bool
    risk: int


class TableOut(Schema):
    """The decision table in force."""

    version: int
    rows: list[TableRow]


class TableIn(Schema):
    """The rows of a new version of the table."""

    rows: Annotated[list[dict[str, Any]], Field(max_length=200)]


class SeatOut(Schema):
    """A seat: who works where, as what."""

    id: int
    account: int
    role: str
    name: str
    mail: str
    section: str
    of_group: bool


class Seats(Schema):
    """The seats of a title, and those of its group that cover it."""

    seats: list[SeatOut]


class InvitationIn(Schema):
    """A seat offered by mail."""

    mail: Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]
    role: Annotated[Text, Field(max_length=20)]
    section: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")] = ""


class InvitationOut(Schema):
    """An invitation not yet accepted."""

    id: int
    mail: str
    role: str
    section: str
    invited_at: datetime
    expires_at: datetime


class Invitations(Schema):
    """The invitations still open, newest first."""

    invitations: list[InvitationOut]


class SigningKeyIn(Schema):
    """A new single sign-on key."""

    issuer: Annotated[Text, Field(min_length=1, max_length=200)]
    replay_minutes: Annotated[int, Field(ge=1, le=1440)] = 15


class SigningKeyOut(Schema):
    """A single sign-on key; `secret` only at its making."""

    kid: str
    issuer: str
    replay_minutes: int
    of_group: bool
    made_at: datetime
    retired_at: datetime | None
    secret: str | None = None


class SigningKeys(Schema):
    """The single sign-on keys whose tokens the title may receive."""

    keys: list[SigningKeyOut]


class WebhookIn(Schema):
    """An address to be told facts, such as `post.held`; with `with_words`, the words of posts go along."""

    name: Annotated[Text, Field(max_length=120)] = ""
    address: Annotated[Text, Field(min_length=1, max_length=2000)]
    facts: Annotated[list[Annotated[Text, Field(max_length=60)]], Field(max_length=200, examples=[["post.held"]])]
    with_words: bool = False


class WebhookOut(Schema):
    """A webhook; `secret` only when it is made or rotated."""

    id: int
    name: str
    address: str
    facts: list[str]
    with_words: bool
    failing_since: datetime | None
    disabled_at: datetime | None
    secret: str | None = None


class Webhooks(Schema):
    """The webhooks of a title, newest first."""

    webhooks: list[WebhookOut]


class AttemptOut(Schema):
    """One try."""

    at: datetime
    status: int | None
    milliseconds: int
    said: str


class SendingOut(Schema):
    """Something sent, or to be sent: its stable identifier, and each try."""

    id: int
    key: str
    kind: str
    state: str
    queued_at: datetime
    due_at: datetime | None
    attempts: list[AttemptOut]


class Sendings(Schema):
    """A page of a webhook's log, newest first."""

    sendings: list[SendingOut]
    next: int | None
