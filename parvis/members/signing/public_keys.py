"""Reading public keys: one pasted in PEM or JWK, or a published set (RFC 7517). Each is pinned to one algorithm."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate
from django.utils.translation import gettext as _
from jwt import PyJWK
from jwt.exceptions import InvalidKeyError, PyJWTError

from parvis.kit.refusals import Refusal
from parvis.members.models import Fault

LONGEST = 20_000
LONGEST_KID = 200
MOST_KEYS = 50
#: NIST SP 800-131A: shorter RSA keys are no longer to be trusted.
SHORTEST_RSA = 2048
_ALGORITHMS: Final = {"RSA": "RS256", "EC": "ES256"}
#: What only a private or a shared key carries (RFC 7518 §6).
_SECRET_PARTS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key, by the name tokens give it, for one algorithm (`RS256` or `ES256`), in PEM."""

    kid: str
    algorithm: str
    pem: str

    def as_data(self) -> dict[str, str]:
        """Plain values, to be kept."""
        return asdict(self)


class UnusableSet(Exception):
    """What an issuer publishes cannot be used; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def pasted_key(text: str) -> PublicKey:
    """The key of a pasted PEM (public key or certificate) or JWK; its `kid` is empty when the text has none.

    Raises Refusal 422 saying what is wrong: a private key, another kind of key, one too short, or no key at all.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise _bad(_("This is too long to be a key."))
    if "PRIVATE KEY" in text:
        raise _private()
    return _from_jwk(_one_jwk(text)) if text.startswith("{") else _from_pem(text)


def published_keys(document: str) -> list[PublicKey]:
    """The usable keys of a published set, in its order; those of another kind or use are left aside.

    Raises UnusableSet when it is not a set of keys, or holds none that can be used.
    """
    try:
        listed = json.loads(document)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnusableSet(Fault.NO_SET) from None
    if not isinstance(listed, list):
        raise UnusableSet(Fault.NO_SET)
    found = [key for key in map(_usable, listed[:MOST_KEYS]) if key]
    if not found:
        raise UnusableSet(Fault.NO_KEY)
    return found


def _usable(jwk: object) -> PublicKey | None:
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig":
        return None
    try:
        key = _from_jwk(jwk)
    except Refusal:
        return None
    return key if key.kid else None


def _one_jwk(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad(_("This begins like a JWK, but is not JSON.")) from None
    if isinstance(found.get("keys"), list) and len(found["keys"]) == 1 and isinstance(found["keys"][0], dict):
        found = found["keys"][0]
    if "keys" in found:
        raise _bad(_("This is a set of several keys: paste one key, or give the address where the set is published."))
    return dict(found)


def _from_jwk(jwk: dict[str, Any]) -> PublicKey:
    kind = jwk.get("kty")
    if _SECRET_PARTS & jwk.keys():
        raise _private()
    if kind not in _ALGORITHMS or jwk.get("alg", _ALGORITHMS[kind]) != _ALGORITHMS[kind]:
        raise _unknown_kind()
    kid = jwk.get("kid", "")
    if not isinstance(kid, str) or len(kid) > LONGEST_KID:
        raise _bad(_("The name of the key (“kid”) is text of 200 characters at most."))
    try:
        key = PyJWK({**jwk, "alg": _ALGORITHMS[kind]}).key
    except (PyJWTError, InvalidKeyError, ValueError, TypeError):
        raise _bad(_("This key is damaged.")) from None
    return _pinned(key, kid)


def _from_pem(text: str) -> PublicKey:
    try:
        if "BEGIN CERTIFICATE" in text:
            return _pinned(load_pem_x509_certificate(text.encode()).public_key(), "")
        return _pinned(load_pem_public_key(text.encode()), "")
    except ValueError:
        raise _bad(_("This is not a public key: paste it whole, from “-----BEGIN” to the last dash.")) from None


def _pinned(key: object, kid: str) -> PublicKey:
    if isinstance(key, RSAPublicKey):
        if key.key_size < SHORTEST_RSA:
            raise _bad(_("This RSA key has %(bits)s bits: 2048 at least are needed.") % {"bits": key.key_size})
        algorithm = "RS256"
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        algorithm = "ES256"
    else:
        raise _unknown_kind()
    return PublicKey(kid, algorithm, key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def _bad(words: str) -> Refusal:
    return Refusal("bad_key", 422, words, field="key")


def _private() -> Refusal:
    return _bad(_("This holds a private or secret key: keep it on your server, change it now, and paste the public one."))


def _unknown_kind() -> Refusal:
    return _bad(_("A key of this kind is not used here: RSA (RS256) or P-256 (ES256) is."))
