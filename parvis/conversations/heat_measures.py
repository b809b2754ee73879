"""The SQL of what is happening now: threads by heat, from recent posts only.

heat = flow × √people × (1 + 2 × trouble) + signals, over the last six hours:
flow     each post counts 2^(-age / 30 minutes): half as much every half hour
people   how many different authors wrote
trouble  the share of the posts that are held, or were taken out of sight by the desk
signals  each reader's signal counts the same way as a post
Read from the index `recent_posts` alone, so that its cost is that of the last hours and not of the archive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

WINDOW = timedelta(hours=6)
HALF_LIFE = timedelta(minutes=30)
#: The line of the last hours: twelve half hours.
STEP, STEPS = timedelta(minutes=30), 12
#: Heat is compared as a whole number of thousandths, so that a cursor carries it exactly.
SCALE = 1000
#: A member with at most this many published posts is a newcomer here.
NEW = 2

_HEAT = """
WITH recent AS (
    SELECT thread_id, count(*) AS posts, count(DISTINCT author_id) AS people,
        sum(exp(-extract(epoch FROM %(now)s - written_at) / %(tau)s)) AS flow,
        count(*) FILTER (WHERE standing IN ('held', 'hidden')) AS waiting,
        count(*) FILTER (WHERE standing NOT IN ('published', 'withdrawn'))::float / count(*) AS trouble
    FROM conversations_post WHERE written_at > %(since)s AND written_at <= %(now)s GROUP BY thread_id
), signalled AS (
    SELECT p.thread_id, count(*) AS signals, sum(exp(-extract(epoch FROM %(now)s - s.at) / %(tau)s)) AS flow
    FROM moderation_signal s JOIN conversations_post p ON p.id = split_part(s.subject, ':', 2)::bigint
    WHERE s.at > %(since)s AND s.at <= %(now)s AND s.subject LIKE 'post:%%' AND s.title_id = ANY(%(titles)s)
    GROUP BY p.thread_id
), warm AS (
    SELECT t.id, coalesce(r.posts, 0) AS posts, coalesce(r.people, 0) AS people, coalesce(r.waiting, 0) AS waiting,
        coalesce(r.trouble, 0) AS trouble, coalesce(s.signals, 0) AS signals,
        floor({scale} * (coalesce(r.flow * sqrt(r.people) * (1 + 2 * r.trouble), 0) + coalesce(s.flow, 0)))::bigint AS heat
    FROM recent r FULL JOIN signalled s USING (thread_id) JOIN conversations_thread t ON t.id = thread_id
    LEFT JOIN publishers_article a ON a.id = t.article_id
    WHERE t.title_id = ANY(%(titles)s) {narrowed}
)
SELECT id, posts, people, waiting, trouble, signals, heat FROM warm WHERE {beyond} ORDER BY heat DESC, id DESC LIMIT %(limit)s
"""
_SECTION = "AND t.section_id = %(section)s"
_SPACE = "AND t.space_id = %(space)s"
_SEARCH = "AND (a.headline ILIKE %(search)s OR a.address ILIKE %(search)s OR t.heading ILIKE %(search)s)"
_CLOSED = "EXISTS (SELECT 1 FROM conversations_closure c WHERE c.thread_id = t.id AND c.ended_at IS NULL)"
#: What narrows by state; `newcomers` is read from the same recent posts.
STATES = {
    "": "",
    "open": f"AND NOT {_CLOSED}",
    "closed": f"AND {_CLOSED}",
    "waiting": "AND r.waiting > 0",
    "signalled": "AND s.signals > 0",
}


@dataclass(frozen=True, slots=True)
class Warmth:
    """A thread's figures over the last six hours; `heat` in thousandths, `trouble` from 0 to 1."""

    id: int
    posts: int
    people: int
    waiting: int
    trouble: float
    signals: int
    heat: int


def warm_threads(
    *,
    title_ids: Collection[int],
    now: datetime,
    section: int | None = None,
    space: int | None = None,
    search: str = "",
    state: str = "",
    beyond: tuple[int, int] | None = None,
    limit: int = 31,
) -> list[Warmth]:
    """The threads of these titles with a post or a signal in the six hours before `now`, the hottest first; one query.

    `beyond` is the (heat, id) of the last row of the page before; `state` a name of STATES.
    """
    narrowed = " ".join([_SECTION if section else "", _SPACE if space else "", _SEARCH if search else "", STATES.get(state, "")])
    after = "(heat, id) < (%(heat)s, %(id)s)" if beyond else "true"
    statement = _HEAT.format(scale=SCALE, narrowed=narrowed, beyond=after)
    heat, pk = beyond or (None, None)
    values = _moments(now) | {"titles": list(title_ids), "section": section, "space": space}
    values |= {"search": f"%{search}%", "heat": heat, "id": pk, "limit": limit}
    return [Warmth(**row) for row in _rows(statement, values)]


def _moments(now: datetime) -> dict[str, Any]:
    # 2^(-age / half life), written with the exponential: tau = half life / ln 2.
    return {"now": now, "since": now - WINDOW, "tau": HALF_LIFE.total_seconds() / 0.6931471805599453}


_LINES = """
SELECT thread_id, floor(extract(epoch FROM %(now)s - written_at) / %(step)s)::int AS ago, count(*) AS posts
FROM conversations_post WHERE thread_id = ANY(%(threads)s) AND written_at > %(since)s AND written_at <= %(now)s
GROUP BY 1, 2
"""


def lines_of(thread_ids: Collection[int], now: datetime) -> dict[int, list[int]]:
    """Posts of each thread in each of the last twelve half hours, the oldest first; one query."""
    lines = {pk: [0] * STEPS for pk in thread_ids}
    values = _moments(now) | {"threads": list(thread_ids), "step": STEP.total_seconds()}
    for row in _rows(_LINES, values):
        if 0 <= row["ago"] < STEPS:
            lines[row["thread_id"]][STEPS - 1 - row["ago"]] = row["posts"]
    return lines


_LAST = """
SELECT t.id AS thread_id, p.id, p.author_id, m.pseudonym, left(p.text, 240) AS words, p.language, p.written_at
FROM unnest(%(threads)s::bigint[]) AS t(id) CROSS JOIN LATERAL (
    SELECT * FROM conversations_post p WHERE p.thread_id = t.id AND p.standing = 'published'
    ORDER BY p.written_at DESC, p.id DESC LIMIT 1
) p JOIN members_member m ON m.id = p.author_id
"""


def last_words(thread_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The last visible post of each thread: who, what (240 characters), when; one query."""
    return {row["thread_id"]: row for row in _rows(_LAST, {"threads": list(thread_ids)})}


_NEWCOMERS = """
SELECT p.thread_id, p.id, p.author_id, m.pseudonym, p.written_at FROM conversations_post p
JOIN members_member m ON m.id = p.author_id AND m.published_posts <= %(new)s
WHERE p.thread_id = ANY(%(threads)s) AND p.written_at > %(since)s AND p.written_at <= %(now)s
    AND p.standing = 'published' AND p.replies = 0 AND NOT (p.badges::text LIKE '%%"staff:%%')
ORDER BY p.written_at, p.id
"""


def newcomers_waiting(thread_ids: Collection[int], now: datetime) -> dict[int, list[dict[str, Any]]]:
    """Newcomers' visible posts of the last hours that nobody has answered, the oldest first, by thread; one query."""
    waiting: dict[int, list[dict[str, Any]]] = {}
    for row in _rows(_NEWCOMERS, _moments(now) | {"threads": list(thread_ids), "new": NEW}):
        waiting.setdefault(row["thread_id"], []).append(row)
    return waiting


_PRESENT = """
SELECT DISTINCT ON (p.thread_id, x.account_id) p.thread_id, x.account_id, x.doing, x.at,
    coalesce(nullif(a.name, ''), a.mail) AS name
FROM (
    SELECT claimed_by_id AS account_id, subject, claimed_at AS at, 'judging' AS doing FROM moderation_case
        WHERE closed_at IS NULL AND claimed_at > %(claims)s AND title_id = ANY(%(titles)s)
    UNION ALL
    SELECT account_id, subject, decided_at, 'decided' FROM moderation_decision
        WHERE decided_at > %(lately)s AND title_id = ANY(%(titles)s) AND account_id IS NOT NULL
) x JOIN conversations_post p ON p.id = split_part(x.subject, ':', 2)::bigint JOIN members_account a ON a.id = x.account_id
WHERE x.subject LIKE 'post:%%' AND p.thread_id = ANY(%(threads)s)
UNION ALL
SELECT DISTINCT ON (p.thread_id, m.account_id) p.thread_id, m.account_id, 'wrote', p.written_at, m.pseudonym
FROM conversations_post p JOIN members_member m ON m.id = p.author_id
WHERE p.thread_id = ANY(%(threads)s) AND p.written_at > %(lately)s AND p.badges::text LIKE '%%"staff:%%'
"""
CLAIM, LATELY = timedelta(minutes=3), timedelta(minutes=15)


def colleagues_in(thread_ids: Collection[int], title_ids: Collection[int], now: datetime) -> dict[int, list[dict[str, Any]]]:
    """Who of the newsroom is in each thread: holding a case there now, or having decided or written within 15 minutes.

    Each as {account_id, name, doing (judging, decided, wrote), at}; one query.
    """
    values = {"threads": list(thread_ids), "titles": list(title_ids), "claims": now - CLAIM, "lately": now - LATELY}
    present: dict[int, list[dict[str, Any]]] = {}
    for row in _rows(_PRESENT, values):
        known = present.setdefault(row["thread_id"], [])
        if row["account_id"] not in [one["account_id"] for one in known]:
            known.append(row)
    return present


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
