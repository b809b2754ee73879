"""The SQL of the front page: the discussions of every title that were last active, in one statement."""

from django.db import connection

LATELY = 60

# A lateral join on the index threads_by_activity: 60 rows for each title, however many threads it has.
_LATELY = """
SELECT lately.id FROM publishers_title title CROSS JOIN LATERAL (
    SELECT thread.id FROM conversations_thread thread
    WHERE thread.title_id = title.id AND thread.visible_posts > 0
    ORDER BY thread.last_post_at DESC LIMIT %s
) lately
"""


def lately_active() -> list[int]:
    """The numbers of the threads last active in each title, at most 60 by title. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [LATELY])
        return [row[0] for row in cursor.fetchall()]
