"""Making and retiring the keys of machines."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import ApiKeyMade, ApiKeyRetired
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.machines.models import ApiKey
from parvis.machines.rights import ensure_may_at, seats_behind
from parvis.machines.scopes import SCOPES, scopes_named
from parvis.publishers.models import Group, Title

#: How often it is written that a key has served.
USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key just made; `secret` is shown once and never again."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_api_key(
    *,
    group: Group,
    title: Title | None,
    name: str,
    scopes: Iterable[str],
    account_id: int,
    expires_at: datetime | None = None,
) -> NewApiKey:
    """A new key of a title, or of the whole group, that acts in the name of the account.

    Each scope asks a capability of the account, there, now and at each request. Raises Refusal when the account may not
    configure there or does not hold one of them, 422 for an unknown scope or a moment already past.
    """
    ensure_may_at(account_id, "configure", group=group, title=title)
    wanted = scopes_named(scopes)
    for capability in {SCOPES[scope].capability for scope in wanted}:
        ensure_may_at(account_id, capability, group=group, title=title)
    if expires_at and expires_at <= clock.now():
        raise Refusal("past_moment", 422, _("Choose a moment still to come."), field="expires_at")
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        group=group,
        title=title,
        name=name.strip()[:120] or prefix,
        prefix=prefix,
        secret_hash=hashed(secret),
        scopes=wanted,
        made_by_id=account_id,
        made_at=clock.now(),
        expires_at=expires_at,
    )
    record(ApiKeyMade(group_id=group.pk, title_id=key.title_id, account_id=account_id, prefix=prefix))
    return NewApiKey(key, f"{prefix}.{secret}")


@transaction.atomic
def retire_api_key(*, key: ApiKey, account_id: int | None) -> None:
    """No longer lets anyone in by this key; twice changes nothing. `account_id` None: its maker has left.

    Raises Refusal when the account may not configure there.
    """
    if account_id is not None:
        ensure_may_at(account_id, "configure", group=key.group, title=key.title)
    if ApiKey.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=clock.now()):
        record(ApiKeyRetired(group_id=key.group_id, title_id=key.title_id, account_id=account_id, prefix=key.prefix))


@transaction.atomic
def retire_keys_without_seat(*, account_id: int, group_id: int) -> int:
    """Retires the account's keys in the group where it has no seat left over their place; gives how many."""
    held = ApiKey.objects.select_related("group", "title").filter(made_by=account_id, group=group_id, retired_at__isnull=True)
    orphans = [key for key in held if not seats_behind(key)]
    for key in orphans:
        retire_api_key(key=key, account_id=None)
    return len(orphans)


def note_key_used(key: ApiKey) -> None:
    """Writes that the key has served, at most once in five minutes."""
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at >= USED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


def hashed(secret: str) -> str:
    """What is kept of a secret: it has 256 bits of its own, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pass_on_keys(keys: Sequence[ApiKey], *, to_id: int) -> int:
    """Has keys act in the name of another account from now on, in the caller's transaction; gives how many."""
    return ApiKey.objects.filter(pk__in=[one.pk for one in keys]).update(made_by=to_id)
