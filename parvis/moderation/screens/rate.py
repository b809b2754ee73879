"""Does the author leave others time to read?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_the_rate(draft: Draft) -> Iterator[Evidence]:
    """Posts already written in the last minute and hour against the limits; staff answer at will."""
    if draft.is_edit or draft.author.is_staff:
        return
    author, limits = draft.author, draft.limits
    for window, posts, limit in (
        ("minute", author.posts_last_minute, limits.posts_per_minute),
        ("hour", author.posts_last_hour, limits.posts_per_hour),
    ):
        if posts >= limit:
            yield Evidence("rate", 1.0, detail={"window": window, "posts": posts, "limit": limit}, mend=True)
            return
