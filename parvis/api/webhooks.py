"""Webhooks, opened and looked after by machine."""

from typing import Any

from ninja import Path, Router, Status

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.shapes.settings import Sendings, WebhookIn, WebhookOut, Webhooks
from parvis.api.shapes.shared import Before, Done, Number
from parvis.machines.acts import (
    change_endpoint,
    enable_endpoint,
    open_endpoint,
    ping_endpoint,
    retire_endpoint,
    rotate_secret,
    send_again,
)
from parvis.machines.models import Endpoint, Sending
from parvis.machines.reads import endpoints_at, log_of, sending_of
from parvis.machines.rights import endpoint_at

router = Router(tags=["webhooks"])


@router.get("/titles/{title_key}/webhooks", response=Webhooks, auth=KeyDoor("manage:webhooks"))
def list_webhooks(request: KeyRequest, title_key: str) -> dict[str, Any]:
    """The title's own webhooks, newest first. Never their secrets."""
    title = title_of(request, title_key)
    return {"webhooks": [_data(one) for one in endpoints_at(group=title.group, title=title)]}


@router.post("/titles/{title_key}/webhooks", response={201: WebhookOut}, auth=KeyDoor("manage:webhooks"))
def add_webhook(request: KeyRequest, title_key: str, body: WebhookIn) -> Any:
    """Has an address told the facts chosen; the secret that signs them is in this answer and nowhere else."""
    title = title_of(request, title_key)
    made = open_endpoint(group=title.group, title=title, account_id=request.account_id, **body.dict())
    return Status(201, _data(made.endpoint) | {"secret": made.secret})


@router.put("/titles/{title_key}/webhooks/{endpoint_id}", response=WebhookOut, auth=KeyDoor("manage:webhooks"))
def put_webhook(request: KeyRequest, title_key: str, endpoint_id: Path[Number], body: WebhookIn) -> dict[str, Any]:
    """Changes what it is told, and where."""
    endpoint = _endpoint(request, title_key, endpoint_id)
    return _data(change_endpoint(endpoint=endpoint, account_id=request.account_id, **body.dict()))


@router.delete("/titles/{title_key}/webhooks/{endpoint_id}", response=Done, auth=KeyDoor("manage:webhooks"))
def delete_webhook(request: KeyRequest, title_key: str, endpoint_id: Path[Number]) -> dict[str, Any]:
    """No longer tells it anything."""
    endpoint = _endpoint(request, title_key, endpoint_id)
    retire_endpoint(endpoint=endpoint, account_id=request.account_id)
    return {"id": endpoint.pk, "standing": "retired"}


@router.post("/titles/{title_key}/webhooks/{endpoint_id}/secret", response=WebhookOut, auth=KeyDoor("manage:webhooks"))
def add_secret(request: KeyRequest, title_key: str, endpoint_id: Path[Number]) -> dict[str, Any]:
    """A new secret; the former one signs too for a day."""
    made = rotate_secret(endpoint=_endpoint(request, title_key, endpoint_id), account_id=request.account_id)
    return _data(made.endpoint) | {"secret": made.secret}


@router.post("/titles/{title_key}/webhooks/{endpoint_id}/enabling", response=Done, auth=KeyDoor("manage:webhooks"))
def add_enabling(request: KeyRequest, title_key: str, endpoint_id: Path[Number]) -> dict[str, Any]:
    """Tells it again from now on, after it was disabled."""
    endpoint = _endpoint(request, title_key, endpoint_id)
    enable_endpoint(endpoint=endpoint, account_id=request.account_id)
    return {"id": endpoint.pk, "standing": "enabled"}


@router.post("/titles/{title_key}/webhooks/{endpoint_id}/pings", response=Done, auth=KeyDoor("manage:webhooks"))
def add_ping(request: KeyRequest, title_key: str, endpoint_id: Path[Number]) -> dict[str, Any]:
    """Sends it a trial (`webhook.ping`); its outcome is in the log."""
    trial = ping_endpoint(endpoint=_endpoint(request, title_key, endpoint_id), account_id=request.account_id)
    return {"id": trial.pk, "standing": trial.state}


@router.get("/titles/{title_key}/webhooks/{endpoint_id}/sendings", response=Sendings, auth=KeyDoor("manage:webhooks"))
def list_sendings(request: KeyRequest, title_key: str, endpoint_id: Path[Number], after: Before = None) -> dict[str, Any]:
    """Its log, newest first, forty a page: what was sent, each try, what was answered."""
    log = log_of(_endpoint(request, title_key, endpoint_id), before=after)
    return {"sendings": [_sending_data(one) for one in log.sendings], "next": log.before}


@router.post("/titles/{title_key}/webhooks/{endpoint_id}/sendings/{sending_id}", response=Done, auth=KeyDoor("manage:webhooks"))
def add_retry(request: KeyRequest, title_key: str, endpoint_id: Path[Number], sending_id: Path[Number]) -> dict[str, Any]:
    """Sends it again, now, under the same identifier."""
    sending = sending_of(_endpoint(request, title_key, endpoint_id), sending_id)
    send_again(sending=sending, account_id=request.account_id)
    return {"id": sending.pk, "standing": "waiting"}


def _endpoint(request: KeyRequest, title_key: str, endpoint_id: int) -> Endpoint:
    title = title_of(request, title_key)
    return endpoint_at(pk=endpoint_id, group=title.group, title=title)


def _data(endpoint: Endpoint) -> dict[str, Any]:
    names = ("name", "address", "facts", "with_words", "failing_since", "disabled_at")
    return {"id": endpoint.pk} | {name: getattr(endpoint, name) for name in names}


def _sending_data(sending: Sending) -> dict[str, Any]:
    names = ("key", "kind", "state", "queued_at", "due_at")
    tries: list[Any] = getattr(sending, "attempts_made", [])
    attempts = [{name: getattr(one, name) for name in ("at", "status", "milliseconds", "said")} for one in tries]
    return {"id": sending.pk, "attempts": attempts} | {name: getattr(sending, name) for name in names}
