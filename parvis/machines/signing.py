"""Signing what is sent, after the Standard Webhooks contract (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
from datetime import datetime

from parvis.machines.models import Endpoint
from parvis.members.sealing import unseal


def secrets_of(endpoint: Endpoint, now: datetime) -> list[str]:
    """The secrets that sign at `now`: the current one, and the former one while it rotates. Raises LostSecret."""
    kept = [unseal(bytes(endpoint.sealed_secret))]
    if endpoint.sealed_former and endpoint.former_until and endpoint.former_until > now:
        kept.append(unseal(bytes(endpoint.sealed_former)))
    return kept


def signed_headers(*, key: str, at: datetime, body: bytes, secrets: list[str]) -> dict[str, str]:
    """The three headers of the contract for a body that leaves at `at`; one signature for each secret, separated by spaces."""
    stamp = str(int(at.timestamp()))
    signatures = [f"v1,{_signature(secret, f'{key}.{stamp}.'.encode() + body)}" for secret in secrets]
    return {"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
