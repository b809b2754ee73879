"""The worker's loop: tells every listener every fact, at least once, in order of need."""

import logging
import threading
from datetime import timedelta

import psycopg
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from parvis.journal.acts import WAKE_CHANNEL
from parvis.journal.models import Delivery

BATCH = 200
LONGEST_WAIT = timedelta(hours=1)
_log = logging.getLogger("parvis.journal")


def deliver_batch(limit: int = BATCH) -> int:
    """Tells up to `limit` due deliveries in one transaction, a savepoint per listener; gives how many it took.

    Several workers may run at once: each takes rows that no other holds (SKIP LOCKED).
    """
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("fact")
        rows = list(due.filter(due_at__lte=timezone.now()).order_by("due_at", "id")[:limit])
        heard = [row.pk for row in rows if _tell(row)]
        Delivery.objects.filter(pk__in=heard).delete()
    return len(rows)


def _tell(row: Delivery) -> bool:
    try:
        with transaction.atomic():
            import_string(row.listener)(row.fact)
        return True
    except Exception as error:  # a listener's bug must not stop the others; it is kept on the row and retried
        _log.exception("listener %s failed on fact %s", row.listener, row.fact_id)
        _put_back(row, error)
        return False


def _put_back(row: Delivery, error: Exception) -> None:
    row.tries += 1
    row.error = f"{type(error).__name__}: {error}"[:2000]
    row.due_at = timezone.now() + min(timedelta(seconds=2**row.tries), LONGEST_WAIT)
    row.save(update_fields=["tries", "error", "due_at"])


def drain() -> int:
    """Tells all that is due now; gives how many deliveries it took. Used by tests and commands."""
    total = 0
    while taken := deliver_batch():
        total += taken
    return total


def run_forever(stop: threading.Event) -> None:
    """Drains, then waits for a NOTIFY or one second, until `stop` is set. Survives a lost database."""
    while not stop.is_set():
        try:
            close_old_connections()
            drain()
            _wait_for_news(stop)
        except (psycopg.Error, OSError):
            _log.warning("the database is away; trying again")
            connection.close()
            stop.wait(1)
        except Exception as error:
            if not isinstance(error.__cause__, psycopg.Error):
                raise
            _log.warning("the database is away; trying again")
            connection.close()
            stop.wait(1)


def _wait_for_news(stop: threading.Event) -> None:
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    raw.execute(f"LISTEN {WAKE_CHANNEL}")
    for _ in raw.notifies(timeout=0.0 if stop.is_set() else 1.0, stop_after=1):
        pass
