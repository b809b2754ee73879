"""Shapes shared by every subject."""

from typing import Annotated, Any, Literal

from ninja import Field, Query, Schema

Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=2**62)]
Key = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$")]
Cursor = Annotated[str, Query(max_length=100, description="The `next` of the page before; empty for the first page.")]
Before = Annotated[int | None, Query(ge=1, le=2**62, description="The `next` of the page before; empty for the first page.")]
Search = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$", description="Letters to look for.")]
Addresses = Annotated[list[Annotated[str, Field(min_length=1, max_length=2000)]], Query(default_factory=list, max_length=100)]
Level = Annotated[
    Literal["title", "group"], Query(description="`group`: the whole group's own, for a key of the group; else the title's.")
]


class Wrong(Schema):
    """What is wrong: a stable code, a sentence in the language asked, sentences by field, data for programs."""

    code: str = Field(examples=["rule_needed"])
    message: str = Field(examples=["Say which rule of the charter it breaks."])
    fields: dict[str, str] = Field(default_factory=dict, examples=[{"rule": "Say which rule of the charter it breaks."}])
    details: dict[str, Any] = Field(default_factory=dict)


class Failure(Schema):
    """What every refusal looks like."""

    ok: Literal[False]
    error: Wrong


class Done(Schema):
    """What was done: the thing's number, its standing or state afterwards, the thread's version when readers see a change."""

    ok: Literal[True] = True
    id: int
    standing: str = ""
    version: int | None = None


class Me(Schema):
    """The key itself."""

    name: str
    prefix: str
    group: str
    titles: list[str]
    scopes: list[str]
    made_by: str
    expires_at: str | None
