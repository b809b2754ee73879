"""What hosts do with discussions, spaces, members and articles."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from parvis.api.shapes.shared import Key, Number, Text


class NoteOnIn(Schema):
    """A note of the newsroom, in light formatting; under a post it may be a correction."""

    text: Annotated[Text, Field(min_length=1, max_length=20_000)]
    kind: Literal["note", "correction"] = "note"


class ThreadIn(Schema):
    """What changes of a discussion of its own; what is null stays."""

    heading: Annotated[Text, Field(max_length=200)] | None = None
    space: Number | None = None
    pinned: bool | None = None


class JoiningIn(Schema):
    """The discussion whose readers see the posts from then on."""

    into: Number


class SplitIn(Schema):
    """The posts at the head of the branches that leave, and what their own discussion is about."""

    posts: Annotated[list[Number], Field(min_length=1, max_length=100)]
    heading: Annotated[Text, Field(max_length=200)]
    space: Number | None = None


class BranchesIn(Schema):
    """The posts at the head of the branches that leave, and the discussion they go to."""

    posts: Annotated[list[Number], Field(min_length=1, max_length=100)]
    into: Number


class SummonsIn(Schema):
    """The account of the colleague asked, the post to be answered if it is one, and a note."""

    account: Number
    post: Number | None = None
    words: Annotated[Text, Field(max_length=2000)] = ""


class ThreadSettingsIn(Schema):
    """All of a discussion's own settings at once: what is not given is as above."""

    settings: Annotated[dict[Annotated[str, Field(max_length=40)], Any], Field(max_length=50)] = {}
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    reason: Annotated[Text, Field(max_length=300)] = ""


class SpaceIn(Schema):
    """A space of the title."""

    name: Annotated[Text, Field(max_length=80)]
    key: Key | None = None
    description: Annotated[Text, Field(max_length=400)] = ""


class SpaceOut(Schema):
    """A space; `shared` with the other titles of the group."""

    id: int
    key: str
    name: str
    description: str
    shared: bool
    archived_at: datetime | None


class Spaces(Schema):
    """The spaces of a title, in their order."""

    spaces: list[SpaceOut]


class OrderIn(Schema):
    """The spaces of the title in the order wished."""

    spaces: Annotated[list[Number], Field(max_length=200)]


class RestrictionIn(Schema):
    """What a member may no longer do at the title: `reason` is for colleagues, `told` for the member."""

    kind: Annotated[Text, Field(max_length=20, examples=["posts_per_day"])]
    reason: Annotated[Text, Field(max_length=1000)] = ""
    told: Annotated[Text, Field(max_length=1000)] = ""
    amount: Annotated[int, Field(ge=1, le=1000)] | None = None
    until: datetime | None = None


class RestrictionOut(Schema):
    """A restriction in force at the title."""

    id: int
    kind: str
    amount: int | None
    reason: str
    told: str
    at: datetime
    until: datetime | None


class Restrictions(Schema):
    """What holds for a member at the title."""

    restrictions: list[RestrictionOut]


class MemberNoteIn(Schema):
    """A note for colleagues, in a member's file."""

    words: Annotated[Text, Field(min_length=1, max_length=5000)]


class FeedIn(Schema):
    """A feed or sitemap of a site, to be asked every so many minutes."""

    site: Number
    address: Annotated[Text, Field(min_length=1, max_length=2000)]
    every_minutes: Annotated[int, Field(ge=1, le=10_000)] = 10
    section: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")] = ""


class FeedOut(Schema):
    """A feed of articles."""

    id: int
    address: str
    every_minutes: int


class Feeds(Schema):
    """The feeds asked for a title."""

    feeds: list[FeedOut]


class AddressIn(Schema):
    """Where an article now is; the former address goes on leading to it."""

    address: Annotated[str, Field(min_length=1, max_length=2000)]


class BylineIn(Schema):
    """The name that signs, and the member whose it is."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    member: Number


class BylineOut(Schema):
    """A name that signs articles."""

    id: int
    name: str
    member: int | None


class Bylines(Schema):
    """The names that sign at the title."""

    bylines: list[BylineOut]


class LookIn(Schema):
    """Colours as #rrggbb by day and by night, a ground and a face among those offered; what is absent stays."""

    accent_day: Annotated[str, Field(max_length=7)] | None = None
    accent_night: Annotated[str, Field(max_length=7)] | None = None
    ground: Annotated[str, Field(max_length=20)] | None = None
    face: Annotated[str, Field(max_length=20)] | None = None


class LookOut(Schema):
    """The look of a title."""

    accent_day: str
    accent_night: str
    ground: str
    face: str
