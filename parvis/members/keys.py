"""Single sign-on keys as the desk sees them: listed, and a token explained step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.db.models import Q

from parvis.kit import clock
from parvis.members.models import SigningKey
from parvis.members.sealing import LostSecret, unseal
from parvis.members.sso import LEEWAY, BadToken, Claims, read_token
from parvis.publishers.models import Group, Title


def signing_keys(*, group: Group, title: Title | None) -> list[SigningKey]:
    """The keys whose tokens a title may receive (its own, then the group's), or the group's alone; current ones first."""
    keys = SigningKey.objects.filter(Q(title__isnull=True) | Q(title=title), group=group).select_related("title", "group")
    return sorted(keys, key=lambda key: (key.retired_at is not None, key.title_id is None, -key.pk))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing checked in a token: what (`shape, algorithm, kid, signature, iss, aud, exp, iat, sub, name`), whether
    it is right (None: could not be checked), why not, and the figures to say it with."""

    about: str
    is_right: bool | None
    why: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every step in order, and what the discussion itself would do: let in with these claims, or refuse for `reason`."""

    steps: tuple[Step, ...]
    claims: Claims | None
    reason: str


def diagnose(raw: str, title: Title) -> Diagnosis:
    """Why a token does or does not let its reader in at this title. Nothing is written, nobody is let in."""
    raw = raw.strip()
    try:
        claims, reason = read_token(raw, title), ""
    except BadToken as bad:
        claims, reason = None, bad.reason
    return Diagnosis(tuple(_steps(raw, title)), claims, reason)


def _steps(raw: str, title: Title) -> Iterator[Step]:
    try:
        header = jwt.get_unverified_header(raw)
        claims = jwt.decode(raw, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        yield Step("shape", False, "parts", {"parts": raw.count(".") + 1})
        return
    yield Step("shape", True)
    algorithm = str(header.get("alg"))
    yield Step("algorithm", algorithm == "HS256", "other", {"alg": algorithm})
    key = SigningKey.objects.filter(kid=str(header.get("kid")), group=title.group_id).first()
    yield _kid(header, key, title)
    yield _signature(raw, key)
    yield _issuer(claims, key)
    yield _audience(claims, title)
    yield _expiry(claims)
    yield _issued(claims, key)
    yield Step("sub", bool(claims.get("sub")) and isinstance(claims.get("sub"), str), "missing")
    name = str(claims.get("name") or "").strip()
    yield Step("name", bool(name) or None, "missing", {"name": name})


def _kid(header: dict[str, Any], key: SigningKey | None, title: Title) -> Step:
    detail = {"kid": str(header.get("kid") or "")}
    if not detail["kid"]:
        return Step("kid", False, "missing")
    if key is None:
        return Step("kid", False, "unknown", detail)
    if key.title_id not in (None, title.pk):
        return Step("kid", False, "other_title", detail)
    return Step("kid", key.retired_at is None, "retired", detail)


def _signature(raw: str, key: SigningKey | None) -> Step:
    if key is None:
        return Step("signature", None, "no_key")
    try:
        unchecked = {f"verify_{name}": False for name in ("exp", "iat", "nbf", "iss", "aud", "sub", "jti")}
        jwt.decode(raw, unseal(key.sealed_secret), algorithms=["HS256"], options=unchecked)  # type: ignore[arg-type]  # its stubs ask for a literal
    except LostSecret:
        return Step("signature", False, "lost")
    except jwt.InvalidTokenError:
        return Step("signature", False, "other_secret")
    return Step("signature", True)


def _issuer(claims: dict[str, Any], key: SigningKey | None) -> Step:
    if key is None:
        return Step("iss", None, "no_key")
    detail = {"iss": claims.get("iss"), "expected": key.issuer}
    return Step("iss", claims.get("iss") == key.issuer, "other" if claims.get("iss") else "missing", detail)


def _audience(claims: dict[str, Any], title: Title) -> Step:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience] if audience else []
    detail = {"aud": ", ".join(map(str, named)), "title": title.key, "group": title.group.key}
    return Step("aud", bool({title.key, title.group.key} & set(map(str, named))), "other" if named else "missing", detail)


def _expiry(claims: dict[str, Any]) -> Step:
    at = _moment(claims.get("exp"))
    if at is None:
        return Step("exp", False, "missing" if claims.get("exp") is None else "not_a_date")
    return Step("exp", clock.now() < at + LEEWAY, "past", {"at": at})


def _issued(claims: dict[str, Any], key: SigningKey | None) -> Step:
    at = _moment(claims.get("iat"))
    if at is None:
        return Step("iat", False, "missing" if claims.get("iat") is None else "not_a_date")
    if at > clock.now() + LEEWAY:
        return Step("iat", False, "future", {"at": at})
    if key is None:
        return Step("iat", None, "no_key", {"at": at})
    minutes = key.replay_minutes
    return Step("iat", clock.now() - at <= timedelta(minutes=minutes) + LEEWAY, "old", {"at": at, "minutes": minutes})


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
