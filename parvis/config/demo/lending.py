"""Lending the demo's readers to its visitors: the stand-in for a newspaper's own accounts."""

import secrets
import time
from dataclasses import dataclass

import jwt

from parvis.config.demo.content import Reader, house_plan, readers
from parvis.members.models import SigningKey
from parvis.members.sealing import unseal
from parvis.publishers.rights import nothing_here

#: One of each: kind, expert, quarrelsome, always held, English, newcomer.
_LENT = ("lison", "yvonnick", "bourru", "babord", "tom", "debarque")
_NEW = "visitor-"
LIFE = 600


@dataclass(frozen=True, slots=True)
class Lent:
    """A token, whom it stands for at the newspaper, and under which name (empty: none yet)."""

    token: str
    subject: str
    name: str


def lent_readers() -> list[Reader]:
    """The readers that a visitor may borrow."""
    return [next(one for one in readers() if one.key == key) for key in _LENT]


def lend(title_key: str, wished: str) -> Lent:
    """A token of ten minutes for a reader of the demo, or for someone new (`new`, or the subject given then).

    Raises Refusal 404 for anybody else, or without the demo's key.
    """
    key = SigningKey.objects.filter(group__key=house_plan().key, title=None, retired_at=None).order_by("pk").first()
    reader = next((one for one in lent_readers() if one.key == wished), None)
    if key is None or not (reader or wished == "new" or wished.startswith(_NEW)):
        raise nothing_here()
    subject = reader.key if reader else wished if wished.startswith(_NEW) else _NEW + secrets.token_hex(6)
    now = int(time.time())
    claims: dict[str, object] = {"iss": key.issuer, "aud": title_key, "sub": subject, "iat": now, "exp": now + LIFE}
    if reader:
        claims |= {"name": reader.name, "badges": ["subscriber"] if reader.subscriber else []}
    signed = jwt.encode(claims, unseal(bytes(key.sealed_secret)), algorithm="HS256", headers={"kid": key.kid})
    return Lent(signed, subject, reader.name if reader else "")
