"""How often a key may ask: one count for all web processes and machines, in PostgreSQL.

A bucket in each process would let a key go as many times faster as there are processes, and differently after each
restart. Here each request is one upsert of one row in an unlogged table (the generic cell rate algorithm: a row says
until when the key is ahead of its pace), so that the count is exact and nothing has to be cleaned behind a burst.
"""

import hashlib
import math
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal

#: Requests a key may make in a burst, and a second after that.
BURST, PER_SECOND = 100, 20.0
#: Bad keys an address may show in a burst, and a second after that.
BAD_BURST, BAD_PER_SECOND = 20, 0.2


@dataclass(frozen=True, slots=True)
class Gone:
    """Where a key is: requests left in its burst, and seconds until the burst is whole again."""

    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As the IETF's draft on rate limits has them (draft-ietf-httpapi-ratelimit-headers)."""
        window = math.ceil(BURST / PER_SECOND)
        return {"RateLimit-Policy": f'"key";q={BURST};w={window}', "RateLimit": f'"key";r={self.left};t={self.reset}'}


def gone_at(key_id: int) -> Gone:
    """Counts a request of the key. Raises Refusal 429 with `retry_after` (seconds) when it goes too fast."""
    ahead = _ahead(f"key:{key_id}", BURST, PER_SECOND)
    if ahead > BURST / PER_SECOND:
        raise _too_often(ahead, BURST, PER_SECOND)
    return Gone(left=int(BURST - ahead * PER_SECOND + 1e-6), reset=math.ceil(ahead))


def note_bad_key(address: str) -> None:
    """Counts a bad key shown from that network address (only its hash is kept). Raises Refusal 429 when there are too many."""
    name = hashlib.sha256(f"{settings.SECRET_KEY}:{address}".encode()).hexdigest()[:40]
    ahead = _ahead(f"from:{name}", BAD_BURST, BAD_PER_SECOND)
    if ahead > BAD_BURST / BAD_PER_SECOND:
        raise _too_often(ahead, BAD_BURST, BAD_PER_SECOND)


def _too_often(ahead: float, burst: int, rate: float) -> Refusal:
    words = _("Too many requests: wait %(seconds)s s, then go slower.")
    seconds = max(1, math.ceil(ahead - burst / rate))
    return Refusal("too_often", 429, words % {"seconds": seconds}, retry_after=seconds)


def _ahead(name: str, burst: int, rate: float) -> float:
    """Seconds the name is ahead of its pace, this request counted; one beyond the burst is counted but not written."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, 1 / rate, 1 / rate, (burst - 1) / rate])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_LOOK, [1 / rate, name])
            row = cursor.fetchone()
    return float(row[0])


_COUNT = """
INSERT INTO api_pace AS p (name, ahead_until) VALUES (%s, clock_timestamp() + %s * interval '1 second')
ON CONFLICT (name) DO UPDATE SET ahead_until = greatest(p.ahead_until, clock_timestamp()) + %s * interval '1 second'
WHERE p.ahead_until <= clock_timestamp() + %s * interval '1 second'
RETURNING extract(epoch FROM ahead_until - clock_timestamp())
"""
_LOOK = "SELECT extract(epoch FROM ahead_until - clock_timestamp()) + %s FROM api_pace WHERE name = %s"
