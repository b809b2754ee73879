"""Reading the signed token of a publisher (RFC 7519, HS256, `kid` rotation)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from parvis.kit import clock
from parvis.members.models import SigningKey
from parvis.members.sealing import LostSecret, unseal
from parvis.publishers.models import Title

LEEWAY = timedelta(seconds=30)
MAX_BADGES = 5


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


def read_token(raw: str, title: Title) -> Claims:
    """The claims of a token made for this title.

    Checks the signature by the key its `kid` names, `iss`, `aud` (the title's or group's key), `exp`, and
    that `iat` is within the key's replay window. Raises BadToken: `unreadable_token`, `unknown_key`,
    `stale_token`, `bad_token`.
    """
    key = _key_named_in(raw, title)
    payload = _checked(raw, key, title)
    age = clock.now() - datetime.fromtimestamp(_seconds(payload["iat"]), UTC)
    if age > timedelta(minutes=key.replay_minutes) + LEEWAY:
        raise BadToken("stale_token")
    return _claims(payload)


def _key_named_in(raw: str, title: Title) -> SigningKey:
    try:
        kid = jwt.get_unverified_header(raw).get("kid")
    except jwt.InvalidTokenError:
        raise BadToken("unreadable_token") from None
    key = SigningKey.objects.filter(kid=str(kid), group_id=title.group_id, retired_at__isnull=True).first()
    if key is None or key.title_id not in (None, title.pk):
        raise BadToken("unknown_key")
    return key


def _checked(raw: str, key: SigningKey, title: Title) -> dict[str, Any]:
    try:
        return jwt.decode(
            raw,
            unseal(bytes(key.sealed_secret)),
            algorithms=["HS256"],
            audience=[title.key, title.group.key],
            issuer=key.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise BadToken("stale_token") from None
    except (jwt.InvalidTokenError, LostSecret, ValueError, TypeError, OverflowError):
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
    )
