"""Facts about what the newsroom does with spaces and threads."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was closed"
    thread_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was reopened"
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A space was opened: {name}"
    space_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(FactSaid):
    SENTENCE: ClassVar[str] = "A space was changed: {fields}"
    space_id: int
    fields: str


@dataclass(frozen=True, kw_only=True)
class SpaceArchived(FactSaid):
    SENTENCE: ClassVar[str] = "A space was archived: {name}"
    space_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SpaceRestored(FactSaid):
    SENTENCE: ClassVar[str] = "A space was opened again: {name}"
    space_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ThreadRenamed(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was given another heading: {heading}"
    thread_id: int
    heading: str


@dataclass(frozen=True, kw_only=True)
class ThreadPinned(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was pinned in its space"
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was moved to another space"
    thread_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadOpenedOnTime(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion opened at its hour"
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadSettingsChanged(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion's own settings were changed: {fields}"
    thread_id: int
    fields: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SpeakerInvited(FactSaid):
    SENTENCE: ClassVar[str] = "A member was invited to speak in a discussion"
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class SpeakerLeft(FactSaid):
    SENTENCE: ClassVar[str] = "A member is no longer invited to speak in a discussion"
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class HostNoteWritten(FactSaid):
    SENTENCE: ClassVar[str] = "The newsroom wrote a note"
    note_id: int
    thread_id: int
    post_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class HostNoteEnded(FactSaid):
    SENTENCE: ClassVar[str] = "A note of the newsroom was taken down"
    note_id: int
    thread_id: int
    post_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadSplit(FactSaid):
    SENTENCE: ClassVar[str] = "Posts were made a discussion of their own: {heading}"
    thread_id: int
    into_id: int
    posts: int
    heading: str


@dataclass(frozen=True, kw_only=True)
class PostsMoved(FactSaid):
    SENTENCE: ClassVar[str] = "Posts were moved to another discussion: {posts}"
    thread_id: int
    into_id: int
    posts: int


@dataclass(frozen=True, kw_only=True)
class ArrangementUndone(FactSaid):
    SENTENCE: ClassVar[str] = "Posts went back to their discussion: {posts}"
    thread_id: int
    into_id: int
    posts: int


@dataclass(frozen=True, kw_only=True)
class ColleagueAsked(FactSaid):
    SENTENCE: ClassVar[str] = "A colleague was asked to answer in a discussion"
    summons_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ColleagueAnswered(FactSaid):
    SENTENCE: ClassVar[str] = "A colleague who was asked has answered"
    summons_id: int
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadsJoined(FactSaid):
    SENTENCE: ClassVar[str] = "Two discussions were joined"
    thread_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadsParted(FactSaid):
    SENTENCE: ClassVar[str] = "Two joined discussions were parted again"
    thread_id: int
    into_id: int
