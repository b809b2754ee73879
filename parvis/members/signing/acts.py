"""Trusting a publisher's public keys, pasted here or published at its address."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import IssuerDeclared, IssuerRetired, SigningKeyMade
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.members.models import Fault, Issuer, SigningKey
from parvis.members.rights import ensure_may_configure
from parvis.members.signing.public_keys import LONGEST_KID, PublicKey, pasted_key
from parvis.publishers.models import Group, Title

#: Between two readings of an issuer's keys: tokens with made-up names must not make us knock at its door all day.
FLOOR = timedelta(seconds=60)


@transaction.atomic
def trust_public_key(
    *, group: Group, title: Title | None, issuer: str, key: str, account_id: int | None, kid: str = "", replay_minutes: int = 15
) -> SigningKey:
    """Believes the tokens signed with the private half of this key (PEM or JWK), from now on.

    `kid` is the name tokens give it; empty: the JWK's own, else one made here. Raises Refusal 422 (no usable key),
    409 (a key of the group has that name), and as the right does.
    """
    ensure_may_configure(account_id, group, title)
    read = pasted_key(key)
    named = kid.strip() or read.kid or f"{(title or group).key}-{secrets.token_hex(4)}"
    if len(named) > LONGEST_KID:
        raise Refusal("bad_kid", 422, _("The name of the key (“kid”) is text of 200 characters at most."), field="kid")
    made = SigningKey(group=group, title=title, kid=named, issuer=issuer, algorithm=read.algorithm, public_key=read.pem)
    made.replay_minutes, made.made_at = replay_minutes, clock.now()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refusal("kid_taken", 409, _("A key of this group already has that name."), field="kid") from None
    record(SigningKeyMade(group_id=group.pk, title_id=made.title_id, account_id=account_id, kid=named))
    forget()
    return made


@transaction.atomic
def declare_issuer(
    *, group: Group, title: Title | None, issuer: str, address: str, account_id: int | None, replay_minutes: int = 15
) -> Issuer:
    """Believes the tokens of `issuer`, signed with any key it publishes at `address`; the keys are read afterwards.

    Raises Refusal 422 (not an address), 409 (already declared there), and as the right does.
    """
    ensure_may_configure(account_id, group, title)
    made = Issuer(group=group, title=title, issuer=issuer.strip(), address=normal_address(address))
    made.replay_minutes, made.made_at = replay_minutes, clock.now()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refusal("issuer_known", 409, _("This issuer is already declared here."), field="issuer") from None
    record(IssuerDeclared(group_id=group.pk, title_id=made.title_id, account_id=account_id, issuer=made.issuer))
    forget()
    return made


@transaction.atomic
def retire_issuer(*, issuer: Issuer, account_id: int | None) -> None:
    """No longer believes tokens of this issuer. Raises Refusal when the account may not configure there."""
    ensure_may_configure(account_id, issuer.group, issuer.title)
    if Issuer.objects.filter(pk=issuer.pk, retired_at__isnull=True).update(retired_at=clock.now()):
        where = {"group_id": issuer.group_id, "title_id": issuer.title_id, "account_id": account_id}
        record(IssuerRetired(**where, issuer=issuer.issuer))
    forget()


def claim_reading(*, issuer_id: int, floor: timedelta = FLOOR) -> bool:
    """Whether the caller is the one who may ask the issuer's address now: once within `floor`, whatever their number."""
    now = clock.now()
    due = Issuer.objects.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=now - floor), pk=issuer_id, retired_at__isnull=True)
    return due.update(asked_at=now) == 1


def keep_keys(*, issuer_id: int, keys: Sequence[PublicKey]) -> None:
    """Keeps what was read at the issuer's address: keys no longer there are no longer believed."""
    kept = {"keys": [key.as_data() for key in keys], "read_at": clock.now(), "fault": "", "detail": ""}
    Issuer.objects.filter(pk=issuer_id).update(**kept)


def keep_fault(*, issuer_id: int, fault: Fault, detail: str = "") -> None:
    """Says what went wrong at the issuer's address; the keys read before stay believed."""
    Issuer.objects.filter(pk=issuer_id).update(fault=fault, detail=detail[:200])
