"""The shapes of what machines say and are told."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Schema

Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=2**62)]


Cursor = Annotated[str, Query(max_length=100)]
Addresses = Annotated[list[Annotated[str, Field(min_length=1, max_length=2000)]], Query(default_factory=list, max_length=100)]


class Failure(Schema):
    """What a refusal looks like."""

    ok: Literal[False]
    error: dict[str, Any]


class ArticleIn(Schema):
    """An article as the publisher's system knows it; what is empty erases nothing."""

    address: Annotated[str, Field(min_length=1, max_length=2000)]
    headline: Annotated[Text, Field(max_length=300)] = ""
    summary: Annotated[Text, Field(max_length=5000)] = ""
    image: Annotated[Text, Field(max_length=1000)] = ""
    authors: Annotated[list[Annotated[Text, Field(max_length=120)]], Field(max_length=20)] = []
    section: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")] = ""
    published_at: datetime | None = None
    reference: Annotated[Text, Field(max_length=200)] = ""


class ArticleOut(Schema):
    """An article."""

    id: int
    address: str
    headline: str
    section: str
    reference: str
    published_at: datetime | None
    thread: int | None
    count: int


class Articles(Schema):
    """A page of articles, newest first, and the cursor of the next one."""

    articles: list[ArticleOut]
    next: str | None


class ThreadOut(Schema):
    """A thread, without its posts; under no article, its address is null and its headline its own heading."""

    id: int
    address: str | None
    headline: str
    version: int
    count: int
    open: bool


class Threads(Schema):
    """A page of threads, newest first, and the cursor of the next one."""

    threads: list[ThreadOut]
    next: str | None


class Counts(Schema):
    """Visible posts under each address, as it was given."""

    counts: dict[str, int]


class Author(Schema):
    """A reader as the publisher knows them."""

    subject: Annotated[Text, Field(min_length=1, max_length=150)]
    name: Annotated[Text, Field(max_length=100)] = ""


class PostIn(Schema):
    """A post in the name of a reader; `Idempotency-Key` makes sending twice write once."""

    address: Annotated[str, Field(min_length=1, max_length=2000)]
    author: Author
    text: Annotated[Text, Field(max_length=50_000)]
    parent: Number | None = None


class DecisionIn(Schema):
    """A judgement of a case."""

    verdict: Literal["approve", "refuse", "hide"]
    rule: Annotated[int, Field(ge=1, le=1000)] | None = None
    reason: Annotated[Text, Field(max_length=2000)] = ""
    version: Number | None = None


class CaseOut(Schema):
    """An open case."""

    id: int
    subject: str
    cause: str
    risk: int
    signals: int
    words: str
    opened_at: datetime
    version: int


class Cases(Schema):
    """The most urgent open cases of a title."""

    cases: list[CaseOut]


class Done(Schema):
    """What was done."""

    ok: Literal[True] = True
    id: int
    standing: str
    version: int | None = None


class ClosingIn(Schema):
    """Why a thread is closed, as readers will see it."""

    reason: Annotated[Text, Field(max_length=1000)] = ""
