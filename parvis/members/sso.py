"""Reading the signed token of a publisher (RFC 7519; HS256, RS256 or ES256, as each key says; `kid` rotation)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from parvis.kit import clock
from parvis.members.sealing import LostSecret
from parvis.members.signing.proofs import Proof, proof_for
from parvis.publishers.models import Title

LEEWAY = timedelta(seconds=30)
MAX_BADGES = 5
#: In characters: a token is a name and a signature, never a document.
LONGEST_TOKEN = 8_000


class BadToken(Exception):
    """The token does not let anyone in; `reason` is a stable code, told to the page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claims:
    """What a publisher says of its reader. Never a staff role, whatever the token holds."""

    issuer: str
    subject: str
    name: str
    badges: tuple[str, ...]
    language: str
    #: Kept only of members who asked for letters (telling/acts.py: follow_mail).
    mail: str = ""


def read_token(raw: str, title: Title) -> Claims:
    """The claims of a token made for this title.

    Checks the signature by the key its `kid` names and that key's one algorithm, `iss`, `aud` (the title's or group's
    key), `exp`, `nbf`, and that `iat` is within the key's replay window; a `crit` header is not understood (RFC 7515
    §4.1.11). Raises BadToken: `unreadable_token`, `unknown_key`, `stale_token`, `bad_token`.
    """
    proof = _proof_of(raw, title)
    payload = _checked(raw, proof, title)
    age = clock.now() - datetime.fromtimestamp(_seconds(payload["iat"]), UTC)
    if age > timedelta(minutes=proof.replay_minutes) + LEEWAY:
        raise BadToken("stale_token")
    return _claims(payload)


def _proof_of(raw: str, title: Title) -> Proof:
    header, issuer = _read_unverified(raw)
    if "crit" in header:
        raise BadToken("bad_token")
    proof = proof_for(header.get("kid"), issuer, title)
    if proof is None:
        raise BadToken("unknown_key")
    return proof


def _read_unverified(raw: str) -> tuple[dict[str, Any], object]:
    """The header and the issuer a token claims, to find its key; nothing in them is believed yet."""
    if len(raw) > LONGEST_TOKEN:
        raise BadToken("unreadable_token")
    try:
        return jwt.get_unverified_header(raw), jwt.decode(raw, options={"verify_signature": False}).get("iss")
    except (jwt.InvalidTokenError, RecursionError):
        raise BadToken("unreadable_token") from None


def _checked(raw: str, proof: Proof, title: Title) -> dict[str, Any]:
    try:
        return jwt.decode(
            raw,
            proof.material(),
            algorithms=[proof.algorithm],
            audience=[title.key, title.group.key],
            issuer=proof.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise BadToken("stale_token") from None
    except (jwt.PyJWTError, LostSecret, ValueError, TypeError, OverflowError):
        raise BadToken("bad_token") from None


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadToken("bad_token")
    return float(value)


def _claims(payload: dict[str, Any]) -> Claims:
    badges = payload.get("badges")
    return Claims(
        issuer=str(payload["iss"]),
        subject=str(payload["sub"])[:200],
        name=str(payload.get("name") or "").strip(),
        badges=tuple(str(badge)[:30] for badge in badges[:MAX_BADGES] if ":" not in str(badge))
        if isinstance(badges, list)
        else (),
        language="en" if payload.get("locale") == "en" else "fr",
        mail=_mail(payload.get("email")),
    )


def _mail(said: object) -> str:
    try:
        validate_email(str(said))
    except ValidationError:
        return ""
    return str(said)
