"""Who is to be told of a post, in one statement however many they are; said upwards from facts by listeners.py."""

from datetime import datetime

from parvis.conversations.models import Post
from parvis.members.telling.acts import tell_those

#: Once for everyone: an answer before a mention, a mention before what one follows. The post must be in sight at this moment;
#: its author is not told of their own words, nor is anyone who muted them.
WHOM = """
SELECT w.member_id, w.kind, w.rank FROM conversations_post p
JOIN conversations_thread t ON t.id = p.thread_id
CROSS JOIN LATERAL (
    SELECT a.author_id AS member_id, 'reply'::text AS kind, 1 AS rank FROM conversations_post a WHERE a.id = p.parent_id
    UNION ALL SELECT m.member_id, 'mention', 2 FROM conversations_mention m WHERE m.post_id = p.id
    UNION ALL SELECT f.member_id, 'thread', 3 FROM conversations_following f WHERE f.thread_id = p.thread_id
    UNION ALL SELECT f.member_id, 'author', 4 FROM conversations_following f WHERE f.author_id = p.author_id
    UNION ALL SELECT f.member_id, 'section', 5 FROM conversations_following f WHERE f.section_id = t.section_id
        AND NOT EXISTS (
            SELECT 1 FROM conversations_post o WHERE o.thread_id = p.thread_id AND o.standing = 'published' AND o.id < p.id)
) w
WHERE p.id = %(post)s AND p.standing = 'published' AND t.is_shown AND w.member_id <> p.author_id
AND NOT EXISTS (SELECT 1 FROM conversations_mute x WHERE x.member_id = w.member_id AND x.muted_id = p.author_id)
"""

FOLLOWERS_OF_SECTION = """
SELECT f.member_id, 'section'::text AS kind, 5 AS rank FROM conversations_following f WHERE f.section_id = %(section)s
"""


def tell_of_post(post_id: int, *, due_at: datetime | None = None) -> int:
    """Tells everyone concerned by a visible post, once each; gives how many. Nobody when it is out of sight."""
    post = Post.objects.filter(pk=post_id).only("thread_id", "author_id").first()
    if post is None:
        return 0
    data = {"post": post_id, "thread": post.thread_id, "by": post.author_id}
    return tell_those(whom=WHOM, values={"post": post_id}, about=f"post:{post_id}", data=data, due_at=due_at)


def tell_of_article(*, article_id: int, section_id: int) -> int:
    """Tells those who follow the section of a new article, once each; gives how many."""
    data = {"article": article_id}
    return tell_those(whom=FOLLOWERS_OF_SECTION, values={"section": section_id}, about=f"article:{article_id}", data=data)
