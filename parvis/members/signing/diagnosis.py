"""A token explained step by step, for whoever sets single sign-on up."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from parvis.kit import clock
from parvis.members.models import Algorithm, Issuer, SigningKey
from parvis.members.sealing import LostSecret
from parvis.members.signing.proofs import Proof, issuers_named, of_key, proof_for
from parvis.members.sso import LEEWAY, LONGEST_TOKEN, BadToken, Claims, read_token
from parvis.publishers.models import Title


@dataclass(frozen=True, slots=True)
class Step:
    """One thing checked in a token: what (`shape, crit, algorithm, kid, signature, iss, aud, exp, nbf, iat, sub, name`),
    whether it is right (None: could not be checked), why not, and the figures to say it with."""

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
    """Why a token does or does not let its reader in at this title. Nobody is let in; an issuer may be asked its keys."""
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
    except (jwt.InvalidTokenError, RecursionError):
        yield Step("crit", False, "unknown") if _asks_extensions(raw) else _unreadable(raw)
        return
    yield Step("shape", len(raw) <= LONGEST_TOKEN, "too_long", {"most": LONGEST_TOKEN})
    key = SigningKey.objects.filter(kid=str(header.get("kid"))[:200], group=title.group_id).first()
    proof = proof_for(header.get("kid"), claims.get("iss"), title) or (of_key(key) if key else None)
    yield _algorithm(str(header.get("alg")), proof)
    yield _kid(header, key, proof, title, claims.get("iss"))
    yield _signature(raw, proof)
    yield _issuer(claims, proof)
    yield _audience(claims, title)
    yield from _times(claims, proof)
    yield Step("sub", bool(claims.get("sub")) and isinstance(claims.get("sub"), str), "missing")
    name = str(claims.get("name") or "").strip()
    yield Step("name", bool(name) or None, "missing", {"name": name})


def _unreadable(raw: str) -> Step:
    return Step("shape", False, "parts", {"parts": raw.count(".") + 1})


def _asks_extensions(raw: str) -> bool:
    """Whether the header has a `crit`: PyJWT then reads nothing of the token."""
    try:
        return "crit" in json.loads(urlsafe_b64decode(raw.partition(".")[0] + "==="))
    except (ValueError, TypeError, RecursionError):
        return False


def _algorithm(algorithm: str, proof: Proof | None) -> Step:
    if proof:
        return Step("algorithm", algorithm == proof.algorithm, "pinned", {"alg": algorithm, "expected": proof.algorithm})
    return Step("algorithm", algorithm in Algorithm.values, "other", {"alg": algorithm})


def _kid(header: dict[str, Any], key: SigningKey | None, proof: Proof | None, title: Title, issuer: object) -> Step:
    detail: dict[str, Any] = {"kid": str(header.get("kid") or "")}
    if not detail["kid"]:
        return Step("kid", False, "missing")
    if key is None or (proof and proof.key is None):
        return Step("kid", True) if proof else _not_published(detail, issuers_named(issuer, title))
    if key.title_id not in (None, title.pk):
        return Step("kid", False, "other_title", detail)
    return Step("kid", key.retired_at is None, "retired", detail)


def _not_published(detail: dict[str, Any], issuers: list[Issuer]) -> Step:
    if not issuers:
        return Step("kid", False, "unknown", detail)
    said = detail | {"address": issuers[0].address, "at": issuers[0].read_at, "fault": issuers[0].trouble}
    return Step("kid", False, "not_published" if issuers[0].read_at else "never_read", said)


def _signature(raw: str, proof: Proof | None) -> Step:
    if proof is None:
        return Step("signature", None, "no_key")
    unchecked: Any = {f"verify_{name}": False for name in ("exp", "iat", "nbf", "iss", "aud", "sub", "jti")}
    try:
        jwt.decode(raw, proof.material(), algorithms=[proof.algorithm], options=unchecked)
    except LostSecret:
        return Step("signature", False, "lost")
    except jwt.PyJWTError:
        return Step("signature", False, "other_secret" if proof.algorithm == Algorithm.HS256 else "other_key")
    return Step("signature", True)


def _issuer(claims: dict[str, Any], proof: Proof | None) -> Step:
    if proof is None:
        return Step("iss", None, "no_key")
    detail = {"iss": claims.get("iss"), "expected": proof.issuer}
    return Step("iss", claims.get("iss") == proof.issuer, "other" if claims.get("iss") else "missing", detail)


def _audience(claims: dict[str, Any], title: Title) -> Step:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience] if audience else []
    detail = {"aud": ", ".join(map(str, named)), "title": title.key, "group": title.group.key}
    return Step("aud", bool({title.key, title.group.key} & set(map(str, named))), "other" if named else "missing", detail)


def _times(claims: dict[str, Any], proof: Proof | None) -> Iterator[Step]:
    yield _expiry(claims)
    if "nbf" in claims:
        at = _moment(claims["nbf"])
        yield Step("nbf", bool(at and at <= clock.now() + LEEWAY), "future" if at else "not_a_date", {"at": at})
    yield _issued(claims, proof)


def _expiry(claims: dict[str, Any]) -> Step:
    at = _moment(claims.get("exp"))
    if at is None:
        return Step("exp", False, "missing" if claims.get("exp") is None else "not_a_date")
    return Step("exp", clock.now() < at + LEEWAY, "past", {"at": at})


def _issued(claims: dict[str, Any], proof: Proof | None) -> Step:
    at = _moment(claims.get("iat"))
    if at is None:
        return Step("iat", False, "missing" if claims.get("iat") is None else "not_a_date")
    if at > clock.now() + LEEWAY:
        return Step("iat", False, "future", {"at": at})
    if proof is None:
        return Step("iat", None, "no_key", {"at": at})
    minutes = proof.replay_minutes
    return Step("iat", clock.now() - at <= timedelta(minutes=minutes) + LEEWAY, "old", {"at": at, "minutes": minutes})


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
