"""A page of what was found, in one call, for readers and for the desk."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.safestring import SafeString
from rapidfuzz import fuzz, process

from parvis.conversations.models import Post, Thread
from parvis.conversations.searching import measures
from parvis.conversations.searching.asked import Asked
from parvis.conversations.searching.marking import Said, snippets
from parvis.conversations.searching.measures import COMPARED, COUNTED, Query, Where
from parvis.kit.paging import read_cursor, write_cursor
from parvis.kit.remembered import remembered
from parvis.language.folding import plain
from parvis.language.searched import tongue_of
from parvis.members.models import Member
from parvis.members.pseudonyms import folded_pseudonym
from parvis.moderation.models import Standing
from parvis.publishers.models import Title

PAGE, HEADLINES = 20, 5
#: Where a word like the one asked is looked for when nothing is found, and how alike it must be (0 to 100).
LOOKED_OVER, ALIKE = 2_000, 75


_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A post found, with the part of its words where it was."""

    post: Post
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `count` is how many were found, `at_least` whether there may be more; both on the first page only.

    `threads` are discussions whose headline matches; `instead` is what to try when nothing was found.
    """

    hits: list[Hit] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    count: int = 0
    at_least: bool = False
    next: str = ""
    instead: str = ""
    is_empty_query: bool = False


def search_posts(*, asked: Asked, titles: Sequence[Title], where: Where, by_date: bool = False, after: str = "") -> Results:
    """Twenty posts that match, by relevance or newest first, in the titles given; at most nine queries.

    `where.titles` may be empty: the titles given are then all looked in. Raises Refusal 422 for a bad cursor.
    """
    where = replace(where, titles=[title.pk for title in titles])
    if asked.author:
        where = replace(where, authors=_authors(asked.author, titles))
    query = measures.query_of(asked.words) if titles and asked.words else None
    if query is None:
        return Results(is_empty_query=True)
    found = _by_date(query, where, after) if by_date else _by_relevance(query, where, after)
    page = Results(_hits(found.ids, where, query), [], found.count, found.at_least, found.next)
    if after:
        return page
    threads = [] if where.authors is not None or where.sections is not None else _threads(query, where)
    instead = "" if page.hits or threads else _instead(asked, where)
    return replace(page, threads=threads, instead=instead)


@dataclass(frozen=True, slots=True)
class _Found:
    ids: list[int]
    count: int
    at_least: bool
    next: str


def _by_date(query: Query, where: Where, after: str) -> _Found:
    cursor = read_cursor(after, datetime) if after else None
    rows, whole = measures.newest(query, where, cursor, PAGE + 1 if cursor else COUNTED)  # type: ignore[arg-type]  # a date was asked for
    following = write_cursor((rows[PAGE - 1][1], rows[PAGE - 1][0])) if len(rows) > PAGE else ""
    return _Found([pk for pk, _at in rows[:PAGE]], *_counted(len(rows), whole), following)


def _by_relevance(query: Query, where: Where, after: str) -> _Found:
    cursor = read_cursor(after, int) if after else None
    rows, whole = measures.newest(query, where, None, COUNTED)
    ranked = measures.ranked(query, [pk for pk, _at in rows[:COMPARED]])
    left = [one for one in ranked if cursor is None or one < cursor]
    following = write_cursor(left[PAGE - 1]) if len(left) > PAGE else ""
    return _Found([pk for _rank, pk in left[:PAGE]], *_counted(len(rows), whole), following)


def _counted(found: int, whole: bool) -> tuple[int, bool]:
    if whole and found < COUNTED:
        return found, False
    # What is not a full count is said as a round number.
    least = min(found, COUNTED) - 1
    return (least - least % 10 if least > 10 else least), True


def _hits(ids: list[int], where: Where, query: Query) -> list[Hit]:
    rows = Post.objects.filter(pk__in=ids).select_related("author", "thread__article", "thread__section", "thread__title")
    # The post's own standing has the last word: what is out of sight is never shown on the word of an index.
    posts = {post.pk: post for post in rows if _is_shown(post, where.standing)}
    shown = [posts[pk] for pk in ids if pk in posts]
    said = [Said(post.text, tongue_of(post.language, post.thread.title.language)) for post in shown]
    return [Hit(post, snippet) for post, snippet in zip(shown, snippets(said, query.stems), strict=True)]


def _is_shown(post: Post, standing: str) -> bool:
    return standing in ("", post.standing) and (standing != Standing.PUBLISHED or post.thread.is_shown)


def _threads(query: Query, where: Where) -> list[Thread]:
    ids = measures.headlines(query, where, HEADLINES)
    threads = Thread.objects.select_related("article", "section", "title").in_bulk(ids)
    return [threads[pk] for pk in ids if pk in threads]


def _authors(name: str, titles: Sequence[Title]) -> list[int]:
    groups = {title.group_id for title in titles}
    return list(Member.objects.filter(group__in=groups, folded=folded_pseudonym(name)).values_list("pk", flat=True)[:20]) or [0]


def _instead(asked: Asked, where: Where) -> str:
    """What was asked with each unknown word replaced by the nearest one readers used lately; empty when none is near."""
    words = remembered("words lately", tuple(where.titles), lambda: _words_lately(where))
    changed = [_nearest(word, words) for word in asked.words.split()]
    proposed = " ".join(changed)
    return proposed if proposed.casefold() != asked.words.casefold() else ""


def _words_lately(where: Where) -> dict[str, str]:
    """Folded words of the last posts, each with its most frequent spelling."""
    counted: Counter[str] = Counter()
    for text in measures.latest_texts(where.titles, LOOKED_OVER):
        counted.update(_LONG_WORD.findall(text.lower()))
    spelled: dict[str, str] = {}
    for word, _count in counted.most_common(20_000):
        spelled.setdefault(plain(word).text, word)
    return spelled


def _nearest(word: str, words: dict[str, str]) -> str:
    folded = plain(word).text
    if len(folded) < 4 or not folded.isalpha() or folded in words:
        return word
    found = process.extractOne(folded, words.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return words[found[0]] if found else word
