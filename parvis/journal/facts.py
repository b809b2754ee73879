"""The catalogue of everything that can happen, each with its sentence.

A fact is in the past tense and carries ids and plain values, never a model. `SENTENCE` is what the
activity feed says, in English; its translation lives in this room's locale.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class FactSaid:
    """What every fact carries; `data` fields are those of its own class."""

    SENTENCE: ClassVar[str] = ""
    group_id: int | None = None
    title_id: int | None = None
    account_id: int | None = None
    member_id: int | None = None


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


@dataclass(frozen=True, kw_only=True)
class SigningKeyMade(FactSaid):
    SENTENCE: ClassVar[str] = "A single sign-on key was made: {kid}"
    kid: str


@dataclass(frozen=True, kw_only=True)
class SigningKeyRetired(FactSaid):
    SENTENCE: ClassVar[str] = "A single sign-on key was retired: {kid}"
    kid: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorAsked(FactSaid):
    SENTENCE: ClassVar[str] = "Whether staff must have a second factor was changed: {asked}"
    asked: bool
    grace_days: int


@dataclass(frozen=True, kw_only=True)
class IssuerDeclared(FactSaid):
    SENTENCE: ClassVar[str] = "An issuer of sign-on tokens was declared: {issuer}"
    issuer: str


@dataclass(frozen=True, kw_only=True)
class IssuerRetired(FactSaid):
    SENTENCE: ClassVar[str] = "An issuer of sign-on tokens was retired: {issuer}"
    issuer: str


@dataclass(frozen=True, kw_only=True)
class IdentityServerDeclared(FactSaid):
    SENTENCE: ClassVar[str] = "An identity server was declared: {name}"
    name: str
    for_staff: bool


@dataclass(frozen=True, kw_only=True)
class IdentityServerRetired(FactSaid):
    SENTENCE: ClassVar[str] = "An identity server was retired: {name}"
    name: str


@dataclass(frozen=True, kw_only=True)
class IdentityServerTied(FactSaid):
    SENTENCE: ClassVar[str] = "An account was tied to an identity server: {name}"
    name: str


@dataclass(frozen=True, kw_only=True)
class ApiKeyMade(FactSaid):
    SENTENCE: ClassVar[str] = "An API key was made: {prefix}"
    prefix: str


@dataclass(frozen=True, kw_only=True)
class ApiKeyRetired(FactSaid):
    SENTENCE: ClassVar[str] = "An API key was retired: {prefix}"
    prefix: str


@dataclass(frozen=True, kw_only=True)
class WebhookOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A webhook was opened: {address}"
    endpoint_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(FactSaid):
    SENTENCE: ClassVar[str] = "A webhook was changed: {address}"
    endpoint_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class WebhookDisabled(FactSaid):
    SENTENCE: ClassVar[str] = "A webhook that no longer answers was disabled: {address}"
    endpoint_id: int
    address: str
    why: str


@dataclass(frozen=True, kw_only=True)
class WebhookEnabled(FactSaid):
    SENTENCE: ClassVar[str] = "A webhook was enabled again: {address}"
    endpoint_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class WebhookRetired(FactSaid):
    SENTENCE: ClassVar[str] = "A webhook was retired: {address}"
    endpoint_id: int
    address: str


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
class ThreadOpened(FactSaid):
    SENTENCE: ClassVar[str] = "A discussion was opened: {heading}"
    thread_id: int
    post_id: int
    space_id: int | None
    heading: str


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
class ProfileChanged(FactSaid):
    SENTENCE: ClassVar[str] = "A member changed their page"
    words: bool


@dataclass(frozen=True, kw_only=True)
class LookChanged(FactSaid):
    SENTENCE: ClassVar[str] = "The look of a title was changed: {fields}"
    fields: str


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


@dataclass(frozen=True, kw_only=True)
class ArchiveImported(FactSaid):
    SENTENCE: ClassVar[str] = "An archive was imported: {posts} posts"
    run_id: int
    posts: int


CATALOGUE: dict[str, type[FactSaid]] = {kind.__name__: kind for kind in FactSaid.__subclasses__()}
