"""Opening threads, and saying that something in them changed."""

from django.db import connection, transaction

from parvis.conversations.acts.indexing import index_headline
from parvis.conversations.models import Thread
from parvis.kit import clock
from parvis.kit.announcing import CHANNEL, TOPICS
from parvis.publishers.models import Article


@transaction.atomic
def thread_under(*, article: Article) -> Thread:
    """The thread under an article, opened at the first need."""
    opening = {"title_id": article.title_id, "section_id": article.section_id, "opened_at": clock.now()}
    thread, made = Thread.objects.get_or_create(article=article, defaults=opening)
    if made:
        thread.title = article.title
        index_headline(thread)
    return thread


def touch_thread(thread_id: int, change: str, *, post_id: int | None = None, root_id: int | None = None, visible: int = 0) -> int:
    """Raises the thread's version in the caller's transaction and tells every web process; gives the new version.

    `change` is post, edit, gone, reaction or state; `visible` is what is added to the count of visible posts.
    Relied on by the processes that keep a page in memory: without it they would serve an old one.
    """
    after = f":{change}:{post_id or ''}:{root_id or ''}"
    with connection.cursor() as cursor:
        cursor.execute(_TOUCH, [visible, visible > 0, clock.now(), thread_id, CHANNEL, after, TOPICS])
        (version, *_told) = cursor.fetchone()
    return int(version)


# One statement: the new version, the NOTIFY that carries it, and that of the title (the forms are those of kit/announcing.py).
_TOUCH = """
WITH touched AS (
UPDATE conversations_thread
SET version = version + 1, visible_posts = greatest(visible_posts + %s, 0),
    last_post_at = CASE WHEN %s THEN greatest(last_post_at, %s) ELSE last_post_at END
WHERE id = %s RETURNING id, version, title_id
)
SELECT version, pg_notify(%s, id || ':' || version || %s), pg_notify(%s, title_id || ':thread:' || id) FROM touched
"""
