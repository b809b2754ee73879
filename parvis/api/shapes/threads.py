"""Threads and posts."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema

from parvis.api.shapes.shared import Number, Text


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


class Writer(Schema):
    """Who wrote a post."""

    id: int
    name: str
    badges: list[str]


class PostOut(Schema):
    """A post. `standing`: published, held, refused, removed, withdrawn or hidden; `gone` when readers see an empty place."""

    id: int
    parent: int | None
    root: int
    depth: int
    author: Writer | None
    at: str
    edited: str | None
    html: str
    language: str
    reactions: dict[str, int]
    replies: int
    more: str | None
    pinned: bool
    selected: bool
    standing: str
    gone: str | None
    note: dict[str, Any] | None = None


class ThreadHead(Schema):
    """What a page of a thread says of the thread; `heading` and `first` (its first post) for one of its own."""

    id: int
    version: int
    count: int
    open: bool
    heading: str = ""
    first: PostOut | None = None


class ThreadPage(Schema):
    """A page of a thread, in reading order."""

    thread: ThreadHead
    posts: list[PostOut]
    pinned: list[PostOut]
    next: str | None


class FullPost(Schema):
    """A post as the desk sees it, with its source."""

    id: int
    thread: int
    parent: int | None
    author: Writer
    at: str
    edited: str | None
    standing: str
    revision: int
    source: str
    html: str
    text: str
    language: str
    reactions: dict[str, int]
    replies: int
    case: int | None = None


class Posts(Schema):
    """A page of posts, newest first, and the cursor of the next one."""

    posts: list[FullPost]
    next: str | None


class Author(Schema):
    """A reader as the publisher knows them. With `issuer`, that of one of your single sign-on keys, they are the very member
    who comes in by that key's tokens; without it, a member known by the API alone."""

    subject: Annotated[Text, Field(min_length=1, max_length=150, examples=["subscriber-1842"])]
    name: Annotated[Text, Field(max_length=100, examples=["Lison B."])] = ""
    issuer: Annotated[Text, Field(max_length=200)] = ""


class PostIn(Schema):
    """A post in the name of a reader, under an article."""

    address: Annotated[str, Field(min_length=1, max_length=2000)]
    author: Author
    text: Annotated[Text, Field(max_length=50_000, examples=["La digue tiendra encore un hiver."])]
    parent: Number | None = None


class SpokenIn(Schema):
    """A post of the person who made the key, in a thread that exists."""

    text: Annotated[Text, Field(max_length=50_000)]
    parent: Number | None = None


class EditIn(Schema):
    """New words for a post, in its author's name (none: the person who made the key)."""

    text: Annotated[Text, Field(max_length=50_000)]
    author: Author | None = None


class PostMade(Schema):
    """The post and what became of it; `post.standing` is published or held."""

    ok: bool = True
    post: PostOut
    version: int


class SignalIn(Schema):
    """A report: insult, hate, spam, false, private or other."""

    reason: Annotated[Text, Field(max_length=20, examples=["insult"])]
    words: Annotated[Text, Field(max_length=2000)] = ""
    author: Author | None = None


class SignalOut(Schema):
    """A report; `member` is null for someone without an account."""

    id: int
    post: int | None
    reason: str
    words: str
    member: int | None
    at: str


class Signals(Schema):
    """A page of reports, newest first."""

    signals: list[SignalOut]
    next: int | None


class RevisionOut(Schema):
    """A post as it was before an edit."""

    number: int
    source: str
    html: str
    text: str
    written_at: str


class StepOut(Schema):
    """A step of a standing's history."""

    before: str
    after: str
    cause: str
    at: str


class HistoryOut(Schema):
    """All a post has been: former words, and how its standing came to it, oldest first."""

    revisions: list[RevisionOut]
    standings: list[StepOut]
    evidence: list[dict[str, Any]]


class ClosingIn(Schema):
    """Why a thread is closed, as readers will see it."""

    reason: Annotated[Text, Field(max_length=1000)] = ""


class ImportOut(Schema):
    """An import of an archive; `finished_at` is null while it runs."""

    id: int
    format: str
    source: str
    done: int
    counts: dict[str, Any]
    started_at: datetime
    finished_at: datetime | None


class Imports(Schema):
    """The imports of a title, newest first."""

    imports: list[ImportOut]


class FiguresOut(Schema):
    """Today's figures, and what there is in all."""

    threads: int
    posts: int
    held: int
    waiting: int
    decided_today: int
    approved_today: int
    refused_today: int
    hidden_today: int
