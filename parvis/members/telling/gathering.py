"""Gathering notices into letters: in one statement, once, whoever else is gathering."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from parvis.kit import clock
from parvis.members.telling.digests import digest_day
from parvis.members.telling.models import DigestRun, Way
from parvis.publishers.models import Group

#: Between two letters sent at once to the same member: what comes in between goes together in the next one.
PAUSE = timedelta(minutes=5)
#: Notices gathered in one statement.
MOST = 20_000


@transaction.atomic
def gather_at_once() -> int:
    """Puts what is due at once into letters; gives how many letters.

    One letter a member for all there is, but one for each decision: a statement of reasons is read alone.
    """
    now = clock.now()
    return _gathered(_ONCE, {"way": Way.ONCE, "now": now, "pause": now - PAUSE, "most": MOST})


@transaction.atomic
def gather_digests(*, group: Group) -> int:
    """Puts the group's daily and weekly notices into letters when their moment has come, once a day of its calendar."""
    now = clock.now()
    return sum(_gather_digest(group, cadence, now) for cadence in (Way.DAILY, Way.WEEKLY))


def _gather_digest(group: Group, cadence: str, now: datetime) -> int:
    day = digest_day(now, ZoneInfo(group.time_zone), cadence)
    if not _begin(group, cadence, day):
        return 0
    return _gathered(_DIGEST, {"way": cadence, "now": now, "group": group.pk})


def _begin(group: Group, cadence: str, day: date) -> bool:
    """Notes the day's gathering; False when it has been done."""
    if DigestRun.objects.filter(group=group, cadence=cadence, day__gte=day).exists():
        return False
    _run, made = DigestRun.objects.get_or_create(group=group, cadence=cadence, day=day)
    return made


def _gathered(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(waiting=_WAITING, letters=_LETTERS), values)
        return int(cursor.fetchone()[0])


_WAITING = """
    n.way = %(way)s AND n.mailing_id IS NULL AND n.dropped_at IS NULL AND n.seen_at IS NULL AND n.due_at <= %(now)s
"""
# A group's digests are gathered whole; the lock lets two workers never gather the same notice.
_LETTERS = """
, letters AS (
    INSERT INTO members_mailing (member_id, cadence, alone, made_at, due_at, tries, error)
    SELECT DISTINCT member_id, %(way)s, alone, %(now)s::timestamptz, %(now)s::timestamptz, 0, '' FROM due
    RETURNING id, member_id, alone
), linked AS (
    UPDATE members_notice n SET mailing_id = letters.id FROM due JOIN letters USING (member_id, alone) WHERE n.id = due.id
)
SELECT count(*) FROM letters
"""
_ONCE = """
WITH due AS (
    SELECT n.id, n.member_id, CASE WHEN n.kind = 'decision' THEN n.id ELSE 0 END AS alone FROM members_notice n
    WHERE {waiting} AND (n.kind = 'decision' OR NOT EXISTS (
        SELECT 1 FROM members_mailing x
        WHERE x.member_id = n.member_id AND x.made_at > %(pause)s AND x.cadence = 'once' AND x.alone = 0))
    ORDER BY n.due_at LIMIT %(most)s FOR UPDATE OF n SKIP LOCKED
) {letters}
"""
_DIGEST = """
WITH due AS (
    SELECT n.id, n.member_id, 0::bigint AS alone FROM members_notice n
    JOIN members_member m ON m.id = n.member_id AND m.group_id = %(group)s
    WHERE {waiting} FOR UPDATE OF n SKIP LOCKED
) {letters}
"""
