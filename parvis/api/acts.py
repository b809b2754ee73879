"""What the API itself writes: the answers it keeps, and the end of what it no longer needs."""

from datetime import timedelta

from django.db import connection

from parvis.api.models import KeptAnswer, Pace
from parvis.kit import clock
from parvis.machines.models import ApiKey


def reserve_answer(*, key: ApiKey, name: str, asked: str, life: timedelta) -> KeptAnswer | None:
    """Keeps a place for the answer of a write, in the caller's transaction, or gives the answer already kept there.

    Waits for a twin's transaction to end. One older than `life` is as if it had never been.
    """
    KeptAnswer.objects.filter(key=key, name=name, at__lt=clock.now() - life).delete()
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [key.pk, name, asked, clock.now()])
        if cursor.fetchone():
            return None
    return KeptAnswer.objects.get(key=key, name=name)


_RESERVE = """
INSERT INTO api_keptanswer (key_id, name, asked, body, at) VALUES (%s, %s, %s, '', %s)
ON CONFLICT (key_id, name) DO NOTHING RETURNING id
"""


def keep_answer(*, key: ApiKey, name: str, status: int, body: bytes) -> None:
    """Keeps the answer in the place reserved for it."""
    KeptAnswer.objects.filter(key=key, name=name).update(status=status, body=body)


def drop_answer(*, key: ApiKey, name: str) -> None:
    """Frees the place: what was refused may be asked again."""
    KeptAnswer.objects.filter(key=key, name=name).delete()


def forget_answers(*, older_than: timedelta) -> int:
    """Erases the answers kept for longer, and the pace of keys that have been quiet as long; gives how many answers."""
    before = clock.now() - older_than
    Pace.objects.filter(ahead_until__lt=before).delete()
    gone, _rows = KeptAnswer.objects.filter(at__lt=before).delete()
    return gone
