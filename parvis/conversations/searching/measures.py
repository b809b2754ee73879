"""The SQL of searching a million posts within a tenth of a second.

A rare word is found by the index of words, all its posts at once; a common one by reading the newest posts one after the
other until enough have it. The planner's own estimate, from the statistics it keeps, says which is which.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.conversations.searching.asked import in_tongue
from parvis.language.searched import DICTIONARIES, WHOLE_WORDS

#: Above as many expected posts, a word is common; how many of the newest posts are then read; how many are counted.
COMMON, WALKED, COUNTED = 2_500, 25_000, 501
#: By relevance, as many of the newest matching posts are compared.
COMPARED = 500
_TONGUES = {**DICTIONARIES, "xx": WHOLE_WORDS}


@dataclass(frozen=True, slots=True)
class Query:
    """What PostgreSQL is asked: `full` with the marks of tongue, `bare` without (to compare), and the stems to show."""

    full: str
    bare: str
    stems: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Where:
    """Where and among which posts: titles, one standing or any, sections, authors, dates (from, before)."""

    titles: Sequence[int]
    standing: str = ""
    sections: Sequence[int] | None = None
    authors: Sequence[int] | None = None
    since: datetime | None = None
    before: datetime | None = None


def query_of(words: str) -> Query | None:
    """The query of what was typed, None when no word is left to look for; one statement."""
    spoken = {tongue: in_tongue(words, tongue) for tongue in _TONGUES}
    values = {"tongues": list(_TONGUES), "dictionaries": list(_TONGUES.values()), "spoken": list(spoken.values())}
    found = _rows(_SPOKEN, values)
    # A query without any word to find (« -word » alone) would be all posts but a few.
    usable = [(tongue, query, tree) for tongue, query, tree in found if tree not in ("", "T")]
    if not usable:
        return None
    full = " | ".join(f"(({query}) & '@l{tongue}')" for tongue, query, _tree in usable)
    bare = " | ".join(f"({query})" for query in dict.fromkeys(query for _tongue, query, _tree in usable))
    return Query(full, bare, {tongue: _stems(tree) for tongue, _query, tree in usable})


def _stems(tree: str) -> list[str]:
    return [stem.replace("''", "'") for stem in re.findall(r"'((?:[^']|'')*)'", tree)]


def expected(query: Query, where: Where) -> int:
    """How many posts the planner expects to match, from the statistics of the index; nothing is read."""
    # A phrase is reckoned as its words: it is rarer, but as long to look up as they are.
    loose = re.sub(r"<(?:-|\d+)>", "&", marked(query, where))
    plan = _rows(_PLANNED, {"query": loose})[0][0]
    told = json.loads(plan) if isinstance(plan, str) else plan
    return int(told[0]["Plan"]["Plan Rows"])


def marked(query: Query, where: Where) -> str:
    """The query with the marks of the place and of the standing."""
    titles = " | ".join(f"'@t{title}'" for title in where.titles)
    standing = f" & '@s{where.standing}'" if where.standing else ""
    return f"({query.full}) & ({titles}){standing}"


Found = list[tuple[int, datetime]]


def newest(query: Query, where: Where, after: tuple[datetime, int] | None, most: int) -> tuple[Found, bool]:
    """Up to `most` posts (id, date) beyond the cursor, newest first; and whether the whole place was looked through."""
    if where.authors is not None:
        return _rows(_statement(_BY_AUTHOR, where, after), _values(query, where, after, most)), True
    if expected(query, where) > COMMON:
        found = _rows(_statement(_WALK.format(near=_near(where)), where, after), _values(query, where, after, most))
        if len(found) >= min(most, 21):
            return found, len(found) >= most
    return _rows(_statement(_INDEXED, where, after), _values(query, where, after, most)), True


def ranked(query: Query, ids: Iterable[int]) -> list[tuple[int, int]]:
    """The posts with their relevance (millionths), most relevant first, the newest number first among equals."""
    values = {"ids": list(ids), "query": query.bare}
    found = _rows(_RANKED, values)
    return [(int(rank), pk) for rank, pk in found]


def headlines(query: Query, where: Where, most: int) -> list[int]:
    """The threads whose headline or summary matches, the best first. One statement."""
    values = {"query": f"({query.full}) & ({' | '.join(f'{chr(39)}@t{title}{chr(39)}' for title in where.titles)})"}
    return [pk for (pk,) in _rows(_HEADLINES, values | {"bare": query.bare, "most": most})]


def stems_of(words: Sequence[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    """The stems of folded words, each given with its tongue; one statement."""
    if not words:
        return {}
    dictionaries = [_TONGUES[tongue] for tongue, _word in words]
    rows = _rows(_STEMS, {"dictionaries": dictionaries, "words": [word for _tongue, word in words]})
    return {key: set(stems) for key, (stems,) in zip(words, rows, strict=True)}


def latest_texts(titles: Sequence[int], most: int) -> list[str]:
    """The words of the newest visible posts of these titles; one statement."""
    near = _near(Where(titles))
    statement = f"""SELECT p.text FROM (SELECT * FROM ({near}) e ORDER BY written_at DESC, post_id DESC LIMIT %(most)s) e
        JOIN conversations_post p ON p.id = e.post_id WHERE p.standing = 'published'"""  # noqa: S608  # numbers and our words
    return [text for (text,) in _rows(statement, {"most": most})]


def _near(where: Where) -> str:
    # One branch a title, so that each is read in the order of its own index and stops as soon as enough is found.
    one = "SELECT post_id, written_at, words FROM conversations_searchentry WHERE title_id = {}"
    return " UNION ALL ".join(one.format(int(title)) for title in where.titles)


def _statement(form: str, where: Where, after: tuple[datetime, int] | None) -> str:
    beyond = "AND (e.written_at, e.post_id) < (%(at)s, %(pk)s)" if after else ""
    since = ("AND e.written_at >= %(since)s" if where.since else "") + (" AND e.written_at < %(before)s" if where.before else "")
    join = _IN_SECTION if where.sections is not None else ""
    for hole, text in {"[beyond]": beyond, "[dates]": since, "[join]": join}.items():
        form = form.replace(hole, text)
    return form


def _values(query: Query, where: Where, after: tuple[datetime, int] | None, most: int) -> dict[str, Any]:
    at, pk = after or (None, None)
    given = {"query": marked(query, where), "at": at, "pk": pk, "most": most, "walked": WALKED}
    return given | {
        "sections": list(where.sections or ()),
        "since": where.since,
        "before": where.before,
        "authors": list(where.authors or ()),
    }


def _rows(statement: str, values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


_SPOKEN = """
SELECT tongue, q::text, querytree(q) FROM (
    SELECT tongue, n, websearch_to_tsquery(d::regconfig, words) AS q
    FROM unnest(%(tongues)s::text[], %(dictionaries)s::text[], %(spoken)s::text[]) WITH ORDINALITY AS g(tongue, d, words, n)
) spoken ORDER BY n
"""
_PLANNED = "EXPLAIN (FORMAT JSON) SELECT 1 FROM conversations_searchentry WHERE words @@ %(query)s::tsquery"
_IN_SECTION = """JOIN conversations_post p ON p.id = e.post_id
JOIN conversations_thread t ON t.id = p.thread_id AND t.section_id = ANY(%(sections)s)"""
# All the posts of a rare word, from the index; materialised, lest the planner read the posts by date instead.
_INDEXED = """
WITH found AS MATERIALIZED (
    SELECT e.post_id, e.written_at FROM conversations_searchentry e WHERE e.words @@ %(query)s::tsquery [dates] [beyond]
)
SELECT e.post_id, e.written_at FROM found e [join] ORDER BY e.written_at DESC, e.post_id DESC LIMIT %(most)s
"""
# The newest posts of the place, read until enough have the word; what follows the word is asked of those only.
_WALK = """
WITH near AS (
    SELECT * FROM ({near}) e WHERE true [dates] [beyond] ORDER BY e.written_at DESC, e.post_id DESC LIMIT %(walked)s
)
SELECT e.post_id, e.written_at FROM near e [join] WHERE e.words @@ %(query)s::tsquery
ORDER BY e.written_at DESC, e.post_id DESC LIMIT %(most)s
"""
_BY_AUTHOR = """
WITH own AS MATERIALIZED (
    SELECT e.post_id, e.written_at FROM conversations_post a JOIN conversations_searchentry e ON e.post_id = a.id
    WHERE a.author_id = ANY(%(authors)s) AND e.words @@ %(query)s::tsquery [dates] [beyond]
)
SELECT e.post_id, e.written_at FROM own e [join] ORDER BY e.written_at DESC, e.post_id DESC LIMIT %(most)s
"""
_RANKED = """
SELECT (ts_rank(words, %(query)s::tsquery, 1) * 1000000)::int AS rank, post_id FROM conversations_searchentry
WHERE post_id = ANY(%(ids)s) ORDER BY rank DESC, post_id DESC
"""
_HEADLINES = """
SELECT h.thread_id FROM conversations_headlineentry h JOIN conversations_thread t ON t.id = h.thread_id
WHERE h.words @@ %(query)s::tsquery AND t.visible_posts > 0 AND t.is_shown
ORDER BY ts_rank(h.words, %(bare)s::tsquery, 1) DESC, t.last_post_at DESC NULLS LAST LIMIT %(most)s
"""
_STEMS = """
SELECT tsvector_to_array(to_tsvector(d::regconfig, w))
FROM unnest(%(dictionaries)s::text[], %(words)s::text[]) WITH ORDINALITY AS given(d, w, n) ORDER BY n
"""
