"""Telling every web process, in the act's own transaction, that pages kept in memory are no longer true."""

from django.db import connection

CHANNEL, TOPICS = "parvis_thread", "parvis_topic"


def announce(*, thread_id: int, version: int, change: str, post_id: int | None = None, root_id: int | None = None) -> None:
    """One NOTIFY, sent when the transaction commits and lost with it. Thread 0 stands for every thread."""
    payload = f"{thread_id}:{version}:{change}:{post_id or ''}:{root_id or ''}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def announce_on(*, topic: int, kind: str, number: int) -> None:
    """One NOTIFY to whoever follows the topic (kit/topics.py), with the transaction: a thing of that kind and number changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [TOPICS, f"{topic}:{kind}:{number}"])
