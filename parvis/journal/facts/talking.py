"""Facts about posts, threads and archives."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


@dataclass(frozen=True, kw_only=True)
class PostPublished(FactSaid):
    SENTENCE: ClassVar[str] = "A post was published"
    post_id: int
    thread_id: int
    parent_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PostHeld(FactSaid):
    SENTENCE: ClassVar[str] = "A post was held for the desk"
    post_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class PostEdited(FactSaid):
    SENTENCE: ClassVar[str] = "A post was edited by its author"
    post_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(FactSaid):
    SENTENCE: ClassVar[str] = "A post was withdrawn by its author"
    post_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class PostPinned(FactSaid):
    SENTENCE: ClassVar[str] = "A post was pinned"
    post_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class PostSelected(FactSaid):
    SENTENCE: ClassVar[str] = "A post was selected by the newsroom"
    post_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was opened: {heading}"
    thread_id: int
    post_id: int
    space_id: int | None
    heading: str


@dataclass(frozen=True, kw_only=True)
class ArchiveImported(FactSaid):
    SENTENCE: ClassVar[str] = "An archive was imported: {posts} posts"
    run_id: int
    posts: int
