"""Recording a fact, in the transaction that made it true."""

from dataclasses import asdict

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from parvis.journal.facts import FactSaid
from parvis.journal.models import Delivery, Fact
from parvis.kit import clock

WAKE_CHANNEL = "parvis_fact"
_OWN_COLUMNS = ("group_id", "title_id", "account_id", "member_id")


def record(fact: FactSaid) -> Fact:
    """Writes the fact, one delivery per listener and one NOTIFY, in the caller's transaction.

    Raises RuntimeError outside a transaction: a fact must live or die with the change it tells.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() needs the act's own transaction")
    values = asdict(fact)
    columns = {name: values.pop(name) for name in _OWN_COLUMNS}
    row = Fact.objects.create(name=type(fact).__name__, at=clock.now(), data=values, **columns)
    listeners = listeners_of(row.name)
    if listeners:
        Delivery.objects.bulk_create(Delivery(fact=row, listener=name, due_at=row.at) for name in listeners)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [WAKE_CHANNEL])
    return row


def scrub_names(*, member_id: int) -> None:
    """Takes the name out of what is told of a member who is erased; what happened, and when, stays."""
    for fact in Fact.objects.filter(member_id=member_id, data__has_key="pseudonym"):
        Fact.objects.filter(pk=fact.pk).update(data=fact.data | {"pseudonym": "…"})


def listeners_of(name: str) -> list[str]:
    """The dotted names of those who listen to the fact called `name` (config/listeners.py)."""
    listeners: dict[str, list[str]] = import_string(settings.LISTENERS)
    return listeners[name]
