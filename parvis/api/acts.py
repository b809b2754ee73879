"""Making and retiring the keys of machines."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.api.models import ApiKey
from parvis.journal.acts import record
from parvis.journal.facts import ApiKeyMade, ApiKeyRetired
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import ensure_may, ensure_may_in_group

SCOPES = ("read", "write", "moderate")


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key just made; `secret` is shown once and never again."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_api_key(*, group: Group, title: Title | None, name: str, scopes: Iterable[str], account_id: int) -> NewApiKey:
    """A new key of a title, or of the whole group, that acts in the name of the account.

    Scopes: read, write (articles, posts, threads), moderate (decisions, with the rights of the account, checked each
    time). Raises Refusal when the account may not configure there, 422 for an unknown scope.
    """
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    if not wanted or set(scopes) - set(SCOPES):
        raise Refusal("unknown_scope", 422, _("Choose among: %(scopes)s.") % {"scopes": ", ".join(SCOPES)}, field="scopes")
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
    )
    record(ApiKeyMade(group_id=group.pk, title_id=key.title_id, account_id=account_id, prefix=prefix))
    return NewApiKey(key, f"{prefix}.{secret}")


@transaction.atomic
def retire_api_key(*, key: ApiKey, account_id: int) -> None:
    """No longer lets anyone in by this key. Raises Refusal when the account may not configure there."""
    if key.title is None:
        ensure_may_in_group(account_id, "configure", group=key.group)
    else:
        ensure_may(account_id, "configure", title=key.title)
    ApiKey.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=clock.now())
    record(ApiKeyRetired(group_id=key.group_id, title_id=key.title_id, account_id=account_id, prefix=key.prefix))


def hashed(secret: str) -> str:
    """What is kept of a secret: it has 256 bits of its own, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
