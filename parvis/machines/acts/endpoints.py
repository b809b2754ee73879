"""Opening, changing, rotating, disabling and retiring the endpoints of webhooks."""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import WebhookChanged, WebhookDisabled, WebhookEnabled, WebhookOpened, WebhookRetired
from parvis.kit import clock
from parvis.kit.addresses import bad_address, normal_address
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.machines.kinds import KINDS
from parvis.machines.models import Endpoint
from parvis.machines.rights import ensure_may_at
from parvis.members.sealing import seal
from parvis.publishers.models import Group, Title

#: While a secret rotates, the former one signs too for as long.
ROTATION = timedelta(hours=24)
MOST_ENDPOINTS = 20


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An endpoint just opened, or whose secret has just been made anew; `secret` is shown once."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def open_endpoint(
    *,
    group: Group,
    title: Title | None,
    name: str,
    address: str,
    facts: Iterable[str],
    account_id: int,
    with_words: bool = False,
) -> NewEndpoint:
    """Has an address of the publisher's told the facts chosen (`post.held`…), at a title or in the whole group.

    `with_words` adds the words of posts to what is sent. Raises Refusal when the account may not configure there,
    409 beyond twenty endpoints, 422 for an address that may not be called or a fact that does not exist.
    """
    ensure_may_at(account_id, "configure", group=group, title=title)
    if Endpoint.objects.filter(group=group, title=title, retired_at__isnull=True).count() >= MOST_ENDPOINTS:
        raise Refusal("too_many", 409, _("A place has at most %(most)s webhooks.") % {"most": MOST_ENDPOINTS})
    secret = _new_secret()
    endpoint = Endpoint.objects.create(
        group=group,
        title=title,
        name=name.strip()[:120] or (urlsplit(address).hostname or "")[:120],
        address=callable_address(address),
        facts=_kinds(facts),
        with_words=with_words,
        sealed_secret=seal(secret),
        made_by_id=account_id,
        made_at=clock.now(),
    )
    record(WebhookOpened(**_where(endpoint), account_id=account_id, endpoint_id=endpoint.pk, address=endpoint.address))
    forget()
    return NewEndpoint(endpoint, secret)


@transaction.atomic
def change_endpoint(
    *, endpoint: Endpoint, name: str, address: str, facts: Iterable[str], with_words: bool, account_id: int
) -> Endpoint:
    """Changes what an endpoint is told, and where. Raises Refusal as `open_endpoint`."""
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    endpoint.address, endpoint.facts, endpoint.with_words = callable_address(address), _kinds(facts), with_words
    endpoint.name = name.strip()[:120] or endpoint.name
    endpoint.save(update_fields=["address", "facts", "with_words", "name"])
    record(WebhookChanged(**_where(endpoint), account_id=account_id, endpoint_id=endpoint.pk, address=endpoint.address))
    forget()
    return endpoint


@transaction.atomic
def rotate_secret(*, endpoint: Endpoint, account_id: int) -> NewEndpoint:
    """A new secret, shown once; the former one signs too for a day, so that the receiver changes it without losing anything.

    Raises Refusal when the account may not configure there.
    """
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    secret = _new_secret()
    endpoint.sealed_former, endpoint.sealed_secret = endpoint.sealed_secret, seal(secret)
    endpoint.former_until = clock.now() + ROTATION
    endpoint.save(update_fields=["sealed_former", "sealed_secret", "former_until"])
    record(WebhookChanged(**_where(endpoint), account_id=account_id, endpoint_id=endpoint.pk, address=endpoint.address))
    return NewEndpoint(endpoint, secret)


@transaction.atomic
def disable_endpoint(*, endpoint: Endpoint, why: str) -> None:
    """Stops telling an endpoint that no longer takes what it is sent: `failing` (for days) or `gone` (it said so).

    Its maker is told by a listener; twice changes nothing.
    """
    known = Endpoint.objects.filter(pk=endpoint.pk, disabled_at__isnull=True)
    if known.update(disabled_at=clock.now(), disabled_why=why):
        record(WebhookDisabled(**_where(endpoint), endpoint_id=endpoint.pk, address=endpoint.address, why=why))
        forget()


@transaction.atomic
def enable_endpoint(*, endpoint: Endpoint, account_id: int) -> None:
    """Tells it again from now on; what happened meanwhile is not sent. Raises Refusal when the account may not."""
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    again = {"disabled_at": None, "disabled_why": "", "failing_since": None}
    if Endpoint.objects.filter(pk=endpoint.pk, disabled_at__isnull=False).update(**again):
        record(WebhookEnabled(**_where(endpoint), account_id=account_id, endpoint_id=endpoint.pk, address=endpoint.address))
        forget()


@transaction.atomic
def retire_endpoint(*, endpoint: Endpoint, account_id: int) -> None:
    """No longer tells it anything; its log is kept thirty days. Raises Refusal when the account may not configure there."""
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    if Endpoint.objects.filter(pk=endpoint.pk, retired_at__isnull=True).update(retired_at=clock.now()):
        record(WebhookRetired(**_where(endpoint), account_id=account_id, endpoint_id=endpoint.pk, address=endpoint.address))
        forget()


def callable_address(address: str) -> str:
    """The address as it will be called. Raises Refusal 422: not https (unless private addresses are allowed), or no address.

    Whether its name leads to a machine of the house is checked at each sending, when it is resolved.
    """
    is_bad = not address.strip() or "#" in address
    normal = "" if is_bad else normal_address(address)
    if not normal:
        raise bad_address()
    if not normal.startswith("https://") and not settings.ENVIRONMENT.PARVIS_WEBHOOKS_PRIVATE:
        raise Refusal(
            "https_needed", 422, _("The address starts with https://, so that nobody reads on the way."), field="address"
        )
    return address.strip()


def _kinds(facts: Iterable[str]) -> list[str]:
    asked = set(facts)
    for kind in sorted(asked - KINDS.keys()):
        raise Refusal("unknown_fact", 422, _("“%(kind)s” is not something that can be told.") % {"kind": kind}, field="facts")
    if not asked:
        raise Refusal("no_fact", 422, _("Choose at least one thing to be told."), field="facts")
    return [kind for kind in KINDS if kind in asked]


def _new_secret() -> str:
    # The Standard Webhooks contract: base64 of 24 to 64 random bytes, behind whsec_.
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _where(endpoint: Endpoint) -> dict[str, int | None]:
    return {"group_id": endpoint.group_id, "title_id": endpoint.title_id}


def pass_on_endpoints(endpoints: Sequence[Endpoint], *, to_id: int) -> int:
    """Has another account told of these endpoints from now on, in the caller's transaction; gives how many."""
    return Endpoint.objects.filter(pk__in=[one.pk for one in endpoints]).update(made_by=to_id)
