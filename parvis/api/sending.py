"""The sender of webhooks: its own queue, its own threads, so that a slow receiver slows nobody.

One thread takes what is due, signs it and notes how it went; others only wait for receivers. An endpoint is never given
more than four calls at once, one when it fails; a call lasts ten seconds at most. Facts may so arrive in another order
than they happened, and more than once: the receiver goes by `webhook-id` and by `timestamp`.
"""

import logging
import queue
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from parvis.api.payloads import body_of, posts_told
from parvis.conversations.models import Post
from parvis.kit.posting import post_body
from parvis.kit.refusals import ServiceDown
from parvis.machines.acts import Outcome, note_attempt, take_due
from parvis.machines.acts.sendings import WAKE_CHANNEL
from parvis.machines.models import Sending
from parvis.machines.signing import secrets_of, signed_headers
from parvis.members.sealing import LostSecret

#: Calls at once, in all and to one endpoint; seconds a call may last.
MOST_AT_ONCE, MOST_EACH, SECONDS = 32, 4, 10.0
_log = logging.getLogger("parvis.webhooks")


@dataclass(frozen=True, slots=True)
class Letter:
    """What leaves: where, with what headers, and the very bytes that are signed."""

    sending: Sending
    body: bytes
    headers: dict[str, str]


class Sender:
    """Sends what is due until told to stop. Its rows are written by the thread that runs it alone."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="webhooks")
        self._back: queue.SimpleQueue[tuple[Sending, Outcome]] = queue.SimpleQueue()
        self._in_hand: Counter[int] = Counter()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set, then notes the calls that end within their time. Survives a lost database."""
        while not stop.is_set():
            try:
                close_old_connections()
                if not self.turn():
                    self._wait(stop)
            except Exception as error:
                if not isinstance(error, psycopg.Error | OSError) and not isinstance(error.__cause__, psycopg.Error):
                    raise
                _log.warning("the database is away; trying again")
                connection.close()
                stop.wait(1)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._note()

    def turn(self) -> int:
        """Notes what came back, gives the threads what is due; how much was done."""
        return self._note() + self._give()

    def _give(self) -> int:
        taken = take_due(room=self._in_hand, most=MOST_AT_ONCE - self._in_hand.total(), each=MOST_EACH)
        posts = posts_told(taken)
        for sending in taken:
            self._in_hand[sending.endpoint_id] += 1
            try:
                letter = letter_of(sending, posts.get(sending.data.get("post", 0)))
            except LostSecret as lost:
                self._back.put((sending, Outcome(None, 0, str(lost))))
                continue
            self._pool.submit(self._call, letter)
        return len(taken)

    def drain(self) -> int:
        """Sends all that is due now and waits for its end; how many were called. Used by tests and benches."""
        sent = 0
        while (given := self._give()) or self._in_hand.total():
            sent += given
            self._back.put(self._back.get())
            self._note()
        return sent

    def _call(self, letter: Letter) -> None:
        self._back.put((letter.sending, called(letter)))

    def _note(self) -> int:
        came = []
        while not self._back.empty():
            came.append(self._back.get())
        if not came:
            return 0
        with transaction.atomic():
            for sending, outcome in came:
                note_attempt(sending=sending, outcome=outcome)
        for sending, _outcome in came:
            self._in_hand[sending.endpoint_id] -= 1
        self._in_hand += Counter()  # endpoints with nothing in hand are forgotten
        return len(came)

    def _wait(self, stop: threading.Event) -> None:
        """Until a call comes back, something is queued, or a second has passed."""
        if self._in_hand.total():
            with suppress(queue.Empty):
                self._back.put(self._back.get(timeout=0.2))
            return
        connection.ensure_connection()
        raw: psycopg.Connection = connection.connection
        raw.execute(f"LISTEN {WAKE_CHANNEL}")
        for _ in raw.notifies(timeout=0.0 if stop.is_set() else 1.0, stop_after=1):
            pass


def letter_of(sending: Sending, post: Post | None) -> Letter:
    """The sending as it leaves now, signed. Raises LostSecret when the installation's secret key has changed."""
    now = timezone.now()
    body = body_of(sending, post if sending.endpoint.with_words else None)
    signed = signed_headers(key=sending.key, at=now, body=body, secrets=secrets_of(sending.endpoint, now))
    return Letter(sending, body, {"Content-Type": "application/json", "User-Agent": "Parvis/1 (webhook)"} | signed)


def called(letter: Letter) -> Outcome:
    """How one call went. Touches no database: it runs in the threads that wait."""
    began = time.monotonic()
    try:
        answered = post_body(
            letter.sending.endpoint.address,
            letter.body,
            letter.headers,
            seconds=SECONDS,
            allow_private=settings.ENVIRONMENT.PARVIS_WEBHOOKS_PRIVATE,
        )
    except ServiceDown as down:
        return Outcome(None, _since(began), str(down))
    except Exception as error:
        _log.exception("a webhook could not be called")
        return Outcome(None, _since(began), type(error).__name__)
    return Outcome(answered.status, _since(began), answered.said, answered.retry_after)


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


def send_forever(stop: threading.Event) -> None:
    """The sender's loop in the worker, until `stop` is set."""
    Sender().run(stop)
