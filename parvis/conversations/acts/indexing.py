"""Keeping the search index true to the posts and headlines, in the transaction that changes them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from parvis.conversations.models import Post, Thread
from parvis.language.searched import dictionary_of, searchable, tongue_of
from parvis.publishers.models import Title

# A list of words not yet sorted into the index is read whole by each search, and sorted by whoever fills it: kept small here.
_PENDING = "512"


def index_post(post: Post, title: Title) -> None:
    """Makes the post findable by its words, or by its new ones; one statement."""
    tongue = tongue_of(post.language, title.language)
    values = {"id": post.pk, "title": title.pk, "at": post.written_at, "pending": _PENDING}
    values |= {"dictionary": dictionary_of(tongue), "words": searchable(post.text, tongue)}
    values["marks"] = [f"@t{title.pk}", f"@l{tongue}", f"@s{post.standing}"]
    _run(_INDEX_POST, values)


def mark_standing(post_id: int, before: str, after: str) -> None:
    """Has the index say the post's new standing; one statement."""
    _run(_MARK, {"id": post_id, "before": f"@s{before}", "after": [f"@s{after}"]})


def index_headline(thread: Thread) -> None:
    """Makes the thread findable by its heading, or what its article is called; one statement. Title and article at hand."""
    article = thread.article
    said = (article.headline, article.summary) if article else (thread.heading, "")
    index_headlines(thread.title, [(thread.pk, *said)])


def index_headlines(title: Title, threads: Sequence[tuple[int, str, str]]) -> None:
    """Makes threads of the title (number, headline, summary) findable by what their articles are called; one statement."""
    tongue = tongue_of(title.language)
    values: dict[str, Any] = {"title": title.pk, "dictionary": dictionary_of(tongue), "marks": [f"@t{title.pk}", f"@l{tongue}"]}
    values["ids"] = [pk for pk, _headline, _summary in threads]
    values["words"] = [searchable(f"{headline}\n{summary}", tongue) for _pk, headline, summary in threads]
    _run(_INDEX_HEADLINES, values)


def _run(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


_INDEX_POST = """
INSERT INTO conversations_searchentry (post_id, title_id, written_at, words)
SELECT %(id)s, %(title)s, %(at)s, to_tsvector(%(dictionary)s::regconfig, %(words)s) || array_to_tsvector(%(marks)s::text[])
FROM (SELECT set_config('gin_pending_list_limit', %(pending)s, true)) bounded
ON CONFLICT (post_id) DO UPDATE SET words = excluded.words, title_id = excluded.title_id
"""
_MARK = """
UPDATE conversations_searchentry SET words = ts_delete(words, %(before)s) || array_to_tsvector(%(after)s::text[])
WHERE post_id = %(id)s
"""
_INDEX_HEADLINES = """
INSERT INTO conversations_headlineentry (thread_id, title_id, words)
SELECT id, %(title)s, to_tsvector(%(dictionary)s::regconfig, words) || array_to_tsvector(%(marks)s::text[])
FROM unnest(%(ids)s::bigint[], %(words)s::text[]) AS given(id, words)
ON CONFLICT (thread_id) DO UPDATE SET words = excluded.words
"""
