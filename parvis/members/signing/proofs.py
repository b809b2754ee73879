"""By which key a token is to be checked: the one its `kid` names, and by that key's own algorithm."""

from dataclasses import dataclass
from typing import TypeGuard

from django.db.models import Q

from parvis.members.models import Issuer, SigningKey
from parvis.members.sealing import unseal
from parvis.members.signing.public_keys import LONGEST_KID
from parvis.members.signing.reading import known_key
from parvis.publishers.models import Title


@dataclass(frozen=True, slots=True)
class Proof:
    """A key that may let in, its issuer, the one algorithm it is believed with, and for how long a token is fresh."""

    kid: str
    issuer: str
    algorithm: str
    replay_minutes: int
    key: SigningKey | None = None
    pem: str = ""

    def material(self) -> str:
        """What the signature is checked with. Raises LostSecret when a secret can no longer be read."""
        if self.pem:
            return self.pem
        return unseal(bytes(self.key.sealed_secret)) if self.key else ""


def proof_for(kid: object, issuer: object, title: Title) -> Proof | None:
    """The current key of that name believed at the title: of the title or its group, else of the issuer that the token names.

    A name is only looked up among keys, never read as a path or an address. At most two queries; for a name that the
    issuer's kept keys lack, its address is asked (see reading.py).
    """
    if not _is_name(kid):
        return None
    own = SigningKey.objects.filter(kid=kid, group_id=title.group_id, retired_at__isnull=True).first()
    if own is not None and own.title_id in (None, title.pk):
        return of_key(own)
    return next(filter(None, (_published(one, kid) for one in issuers_named(issuer, title))), None)


def of_key(key: SigningKey) -> Proof:
    """The proof that one of our own rows gives."""
    return Proof(key.kid, key.issuer, key.algorithm, key.replay_minutes, key, key.public_key)


def issuers_named(issuer: object, title: Title) -> list[Issuer]:
    """The current issuers of that name at the title, its own before its group's; one query, none for what is no name."""
    if not _is_name(issuer):
        return []
    named = Issuer.objects.filter(Q(title__isnull=True) | Q(title=title), group_id=title.group_id, issuer=issuer)
    return sorted(named.filter(retired_at__isnull=True), key=lambda one: one.title_id is None)


def _is_name(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and 0 < len(text) <= LONGEST_KID and text.isprintable()


def _published(issuer: Issuer, kid: str) -> Proof | None:
    key = known_key(issuer, kid)
    return Proof(kid, issuer.issuer, key.algorithm, issuer.replay_minutes, pem=key.pem) if key else None
