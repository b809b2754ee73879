"""Queueing what endpoints are to be told, taking what is due, and noting how each attempt went."""

import random
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.machines.acts.endpoints import disable_endpoint
from parvis.machines.kinds import PING
from parvis.machines.models import Attempt, Endpoint, Sending
from parvis.machines.rights import ensure_may_at

WAKE_CHANNEL = "parvis_webhook"
#: Seconds before the second try, then three times as long each time, up to six hours; given up after a day.
FIRST_WAIT, GROWTH, LONGEST_WAIT, PATIENCE = 10.0, 3.0, 6 * 3600.0, timedelta(hours=24)
#: A worker that takes a sending and dies gives it back after as long: the time limit of a call, and some.
LEASE = timedelta(seconds=60)
#: An endpoint that has taken nothing for as long is disabled.
FAILING_DAYS = timedelta(days=5)
LOG_LIFE = timedelta(days=30)


def queue_sendings(*, endpoint_ids: Iterable[int], fact_id: int, kind: str, data: Mapping[str, Any], at: datetime) -> None:
    """Puts a fact in the queue of these endpoints, in the caller's transaction; twice changes nothing."""
    now = timezone.now()
    Sending.objects.bulk_create(
        (
            Sending(
                endpoint_id=pk, key=_new_key(), fact_id=fact_id, kind=kind, data=data, happened_at=at, queued_at=now, due_at=now
            )
            for pk in endpoint_ids
        ),
        ignore_conflicts=True,
    )
    _wake()


@transaction.atomic
def ping_endpoint(*, endpoint: Endpoint, account_id: int) -> Sending:
    """Sends a trial. Raises Refusal when the account may not configure there, 409 when the endpoint is disabled."""
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    _ensure_told(endpoint)
    now = timezone.now()
    trial = Sending(endpoint=endpoint, key=_new_key(), kind=PING, happened_at=now, queued_at=now, due_at=now)
    trial.save(force_insert=True)
    _wake()
    return trial


@transaction.atomic
def send_again(*, sending: Sending, account_id: int) -> None:
    """Tries once more, now, what was given up, waits or was even taken; it keeps its identifier.

    Raises Refusal when the account may not configure there, 409 when the endpoint is disabled.
    """
    endpoint = sending.endpoint
    ensure_may_at(account_id, "configure", group=endpoint.group, title=endpoint.title)
    _ensure_told(endpoint)
    Sending.objects.filter(pk=sending.pk).update(due_at=timezone.now(), sent_at=None, given_up_at=None)
    _wake()


def take_due(*, room: Mapping[int, int], most: int, each: int) -> list[Sending]:
    """Takes up to `most` sendings that are due, at most `each` of one endpoint less `room` (already in hand, by endpoint).

    An endpoint that fails is given one at a time. Each is this worker's alone for a minute. One statement, then one read.
    """
    if most <= 0:
        return []
    busy, counts = list(room.keys()), list(room.values())
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [busy, counts, timezone.now(), each, most, timezone.now() + LEASE])
        taken = [pk for (pk,) in cursor.fetchall()]
    rows = Sending.objects.select_related("endpoint__group", "endpoint__title").filter(pk__in=taken)
    return list(rows.order_by("pk"))


_TAKE = """
WITH held AS (SELECT unnest(%s::bigint[]) AS endpoint_id, unnest(%s::int[]) AS n),
due AS (
    SELECT s.id FROM machines_endpoint e
    LEFT JOIN held ON held.endpoint_id = e.id
    CROSS JOIN LATERAL (
        SELECT id FROM machines_sending WHERE endpoint_id = e.id AND due_at <= %s
        ORDER BY due_at, id
        LIMIT greatest(CASE WHEN e.failing_since IS NULL THEN %s ELSE 1 END - coalesce(held.n, 0), 0) FOR UPDATE SKIP LOCKED
    ) s
    WHERE e.retired_at IS NULL AND e.disabled_at IS NULL
    LIMIT %s
)
UPDATE machines_sending SET due_at = %s WHERE id IN (SELECT id FROM due) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went: the answer's code (None: no answer), milliseconds, the beginning of what was said, and for how
    many seconds the receiver asks to be left alone."""

    status: int | None
    milliseconds: int
    said: str = ""
    retry_after: float = 0.0

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


@transaction.atomic
def note_attempt(*, sending: Sending, outcome: Outcome) -> None:
    """Writes how an attempt went: done, to be tried later, or given up; and what follows for its endpoint.

    An endpoint that answers 410 is disabled at once, one that has taken nothing for five days too.
    """
    now = timezone.now()
    said = outcome.said.replace("\x00", "")[:300]
    Attempt.objects.create(sending=sending, at=now, status=outcome.status, milliseconds=outcome.milliseconds, said=said)
    tries = sending.tries + 1
    if outcome.is_taken:
        Sending.objects.filter(pk=sending.pk).update(tries=tries, sent_at=now, due_at=None)
        Endpoint.objects.filter(pk=sending.endpoint_id, failing_since__isnull=False).update(failing_since=None)
        return
    wait = max(wait_after(tries), min(outcome.retry_after, LONGEST_WAIT))
    is_over = sending.kind == PING or now + timedelta(seconds=wait) > sending.queued_at + PATIENCE
    later = {"due_at": None, "given_up_at": now} if is_over else {"due_at": now + timedelta(seconds=wait)}
    Sending.objects.filter(pk=sending.pk).update(tries=tries, **later)
    if sending.kind != PING:
        _note_failure(sending.endpoint, outcome, now)


def _note_failure(endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    Endpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=True).update(failing_since=now)
    if outcome.status == 410:
        disable_endpoint(endpoint=endpoint, why="gone")
    elif Endpoint.objects.filter(pk=endpoint.pk, failing_since__lte=now - FAILING_DAYS).exists():
        disable_endpoint(endpoint=endpoint, why="failing")


def wait_after(tries: int) -> float:
    """Seconds before the try that follows `tries`: 10, 30, 90… up to six hours, a fifth more or less to fall out of step."""
    return min(FIRST_WAIT * GROWTH ** (tries - 1), LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311  # not a secret


@transaction.atomic
def forget_old_sendings() -> int:
    """Erases the log older than thirty days; gives how many sendings."""
    old = Sending.objects.filter(Q(due_at__isnull=True) | Q(endpoint__retired_at__isnull=False))
    ids = list(old.filter(queued_at__lt=timezone.now() - LOG_LIFE).values_list("pk", flat=True)[:20_000])
    Sending.objects.filter(pk__in=ids).delete()
    return len(ids)


def _ensure_told(endpoint: Endpoint) -> None:
    if not endpoint.is_told:
        raise Refusal("disabled", 409, _("This webhook is disabled: enable it first."))


def _new_key() -> str:
    return f"msg_{secrets.token_hex(13)}"


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE_CHANNEL])
