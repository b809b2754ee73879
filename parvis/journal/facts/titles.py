"""Facts about titles, their articles, settings, seats and firms."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


@dataclass(frozen=True, kw_only=True)
class TitleOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A title was opened: {name}"
    name: str


@dataclass(frozen=True, kw_only=True)
class ArticleFound(FactSaid):
    SENTENCE: ClassVar[str] = "An article was found: {address}"
    article_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class ArticleDescribed(FactSaid):
    SENTENCE: ClassVar[str] = "An article took its headline: {headline}"
    article_id: int
    headline: str


@dataclass(frozen=True, kw_only=True)
class ArticleMoved(FactSaid):
    SENTENCE: ClassVar[str] = "An article moved from {before} to {address}"
    article_id: int
    before: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ArticlesMerged(FactSaid):
    SENTENCE: ClassVar[str] = "An article was merged into another: {before} into {address}"
    article_id: int
    into_id: int
    before: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ArticlesParted(FactSaid):
    SENTENCE: ClassVar[str] = "A merge of articles was undone: {address}"
    article_id: int
    into_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class FeedDeclared(FactSaid):
    SENTENCE: ClassVar[str] = "A feed of articles was declared: {address}"
    feed_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class FeedEnded(FactSaid):
    SENTENCE: ClassVar[str] = "A feed of articles is no longer asked: {address}"
    feed_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(FactSaid):
    SENTENCE: ClassVar[str] = "Settings were changed: {fields}"
    fields: str


@dataclass(frozen=True, kw_only=True)
class LookChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The look of a title was changed: {fields}"
    fields: str


@dataclass(frozen=True, kw_only=True)
class SeatGiven(FactSaid):
    SENTENCE: ClassVar[str] = "A seat was given: {role}"
    seat_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class SeatEnded(FactSaid):
    SENTENCE: ClassVar[str] = "A seat was ended: {role}"
    seat_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class FirmOpened(FactSaid):
    SENTENCE: ClassVar[str] = "An outside firm was taken on: {name}"
    firm_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class FirmClosed(FactSaid):
    SENTENCE: ClassVar[str] = "An outside firm no longer works here: {name}"
    firm_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class HandedOver(FactSaid):
    SENTENCE: ClassVar[str] = "Someone left, and what they held was handed over: {seats} seat(s)"
    hand_over_id: int
    left_id: int
    to_id: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatInvited(FactSaid):
    SENTENCE: ClassVar[str] = "Someone was invited to a seat: {role}"
    invitation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(FactSaid):
    SENTENCE: ClassVar[str] = "An invitation to a seat was withdrawn: {role}"
    invitation_id: int
    role: str
