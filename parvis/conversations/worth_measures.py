"""The SQL behind worth reading: who answered and reacted, and who of them talks with whom elsewhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from parvis.conversations.worth import Given, Voice

#: The first people heard of a post, and how far around it in time exchanges between them are looked for.
HEARD, AROUND = 200, timedelta(days=30)


def given_of(root_id: int) -> Given | None:
    """All that the formula asks of a root post, None for a post that is no longer there; three statements."""
    found = _rows(_ROOT, {"root": root_id, "subject": f"post:{root_id}", "refused_since": timedelta(days=90)})
    if not found:
        return None
    author, written_at, reacted, selected, signals, refused, answers, bad = found[0]
    people = _rows(_PEOPLE, {"root": root_id, "author": author, "most": HEARD})
    exchanges = _exchanges(root_id, [author, *(row[0] for row in people)], written_at) if people else Counter()
    voices = [
        Voice(pk, answers_, reacts, published, days, exchanges[pk, author]) for pk, answers_, reacts, published, days in people
    ]
    known = sum(row[2] for row in people)
    return Given(
        author_id=author,
        written_at=written_at,
        voices=voices,
        ties=dict(_mutual(exchanges)),
        unknown=max(0, reacted - known) if len(people) < HEARD else 0,
        selected=selected,
        signals=signals,
        refused=refused,
        answers=answers,
        bad_answers=bad,
    )


def _exchanges(root_id: int, people: Sequence[int], at: datetime) -> "Counter[tuple[int, int]]":
    """How many times one (first) spoke or reacted to another (second), elsewhere than in this branch."""
    values = {"root": root_id, "people": list(people), "since": at - AROUND, "before": at + AROUND}
    return Counter({(one, other): count for one, other, count in _rows(_EXCHANGES, values)})


def _mutual(exchanges: "Counter[tuple[int, int]]") -> Iterator[tuple[frozenset[int], int]]:
    for (one, other), count in exchanges.items():
        if one < other and (back := exchanges[other, one]):
            yield frozenset((one, other)), min(count, back)


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


_ROOT = """
SELECT p.author_id, p.written_at, p.reacted,
    EXISTS (SELECT 1 FROM conversations_selection s WHERE s.post_id = p.id AND s.ended_at IS NULL),
    coalesce((SELECT c.signals FROM moderation_case c WHERE c.subject = %(subject)s AND c.closed_at IS NULL), 0),
    (SELECT count(*) FROM moderation_decision d WHERE d.author_id = p.author_id AND d.verdict = 'refuse' AND d.undone_at IS NULL
        AND d.decided_at > now() - %(refused_since)s),
    branch.answers, branch.bad
FROM conversations_post p CROSS JOIN LATERAL (
    SELECT count(*) AS answers, count(*) FILTER (WHERE r.standing IN ('refused', 'removed', 'hidden') OR EXISTS (
        SELECT 1 FROM moderation_case c WHERE c.subject = 'post:' || r.id AND c.closed_at IS NULL AND c.signals > 0)) AS bad
    FROM conversations_post r WHERE r.root_id = p.id
) branch WHERE p.id = %(root)s AND p.parent_id IS NULL
"""
_PEOPLE = """
SELECT heard.member_id, answers, reacts, m.published_posts,
    extract(epoch FROM heard.first_at - m.joined_at)::float / 86400 FROM (
    SELECT member_id, bool_or(answer) AS answers, bool_or(NOT answer) AS reacts, min(at) AS first_at FROM (
        SELECT r.author_id AS member_id, true AS answer, r.written_at AS at FROM conversations_post r
            WHERE r.root_id = %(root)s AND r.standing = 'published'
        UNION ALL SELECT g.member_id, false, g.at FROM conversations_reaction g WHERE g.post_id = %(root)s
    ) gesture WHERE member_id <> %(author)s GROUP BY member_id ORDER BY min(at), member_id LIMIT %(most)s
) heard JOIN members_member m ON m.id = heard.member_id ORDER BY heard.first_at, heard.member_id
"""
_EXCHANGES = """
SELECT one, other, count(*) FROM (
    SELECT g.member_id AS one, p.author_id AS other FROM conversations_reaction g JOIN conversations_post p ON p.id = g.post_id
    WHERE g.member_id = ANY(%(people)s) AND p.author_id = ANY(%(people)s) AND g.at BETWEEN %(since)s AND %(before)s
        AND coalesce(p.root_id, p.id) <> %(root)s
    UNION ALL
    SELECT c.author_id, p.author_id FROM conversations_post c JOIN conversations_post p ON p.id = c.parent_id
    WHERE c.author_id = ANY(%(people)s) AND p.author_id = ANY(%(people)s) AND c.written_at BETWEEN %(since)s AND %(before)s
        AND c.standing = 'published' AND c.root_id <> %(root)s
) gesture WHERE one <> other GROUP BY one, other
"""
