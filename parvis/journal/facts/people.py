"""Facts about members."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


@dataclass(frozen=True, kw_only=True)
class MemberWelcomed(FactSaid):
    SENTENCE: ClassVar[str] = "A member joined: {pseudonym}"
    pseudonym: str


@dataclass(frozen=True, kw_only=True)
class DataExportAsked(FactSaid):
    SENTENCE: ClassVar[str] = "A member asked for a copy of their data"
    export_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(FactSaid):
    SENTENCE: ClassVar[str] = "A member is to be erased: {cause}"
    cause: str


@dataclass(frozen=True, kw_only=True)
class ErasureCancelled(FactSaid):
    SENTENCE: ClassVar[str] = "An erasure was given up"


@dataclass(frozen=True, kw_only=True)
class InactivityTold(FactSaid):
    SENTENCE: ClassVar[str] = "A member was told, {days} days before, that their unused account will be erased"
    days: int


@dataclass(frozen=True, kw_only=True)
class MemberErased(FactSaid):
    SENTENCE: ClassVar[str] = "A member was erased: {cause}"
    cause: str
    keeps_words: bool


@dataclass(frozen=True, kw_only=True)
class MemberRenamed(FactSaid):
    SENTENCE: ClassVar[str] = "A member took another name: {pseudonym}"
    pseudonym: str


@dataclass(frozen=True, kw_only=True)
class MemberWatched(FactSaid):
    SENTENCE: ClassVar[str] = "Whether a member's posts are read beforehand was changed: {held}"
    held: bool


@dataclass(frozen=True, kw_only=True)
class MemberRestricted(FactSaid):
    SENTENCE: ClassVar[str] = "A member was restricted: {kind}"
    restriction_id: int
    kind: str
    until: str


@dataclass(frozen=True, kw_only=True)
class RestrictionEnded(FactSaid):
    SENTENCE: ClassVar[str] = "A member's restriction ended: {kind}"
    restriction_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class BadgeDefined(FactSaid):
    SENTENCE: ClassVar[str] = "A badge was defined: {key}"
    key: str


@dataclass(frozen=True, kw_only=True)
class BadgeRetired(FactSaid):
    SENTENCE: ClassVar[str] = "A badge was retired: {key}"
    key: str


@dataclass(frozen=True, kw_only=True)
class BylineClaimed(FactSaid):
    SENTENCE: ClassVar[str] = "Someone was said to sign articles: {name}"
    byline_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class BylineEnded(FactSaid):
    SENTENCE: ClassVar[str] = "Someone no longer signs articles: {name}"
    byline_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(FactSaid):
    SENTENCE: ClassVar[str] = "A member changed their page"
    words: bool
