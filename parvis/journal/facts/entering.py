"""Facts about how people and machines come in, and where facts are sent."""

from dataclasses import dataclass
from typing import ClassVar

from parvis.journal.facts.said import FactSaid


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
