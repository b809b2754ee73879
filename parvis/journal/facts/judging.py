"""Facts about what the desk judges, and by what."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


@dataclass(frozen=True, kw_only=True)
class SignalReceived(FactSaid):
    SENTENCE: ClassVar[str] = "A reader signalled a post"
    signal_id: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A case was opened"
    case_id: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class DecisionMade(FactSaid):
    SENTENCE: ClassVar[str] = "A decision was made: {verdict}"
    decision_id: int
    case_id: int
    subject: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(FactSaid):
    SENTENCE: ClassVar[str] = "A decision was undone"
    decision_id: int
    case_id: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class WordListChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The word list was changed: {count} words"
    count: int


@dataclass(frozen=True, kw_only=True)
class CharterChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The charter has a new version: {version}"
    version: int


@dataclass(frozen=True, kw_only=True)
class ReasonsChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The texts kept for decisions were changed"


@dataclass(frozen=True, kw_only=True)
class TableChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The decision table was changed: version {version}"
    version: int
