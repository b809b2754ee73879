"""Is it one of the author's first posts?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_a_newcomer(draft: Draft) -> Iterator[Evidence]:
    """Until a member has the asked number of posts published; staff are no newcomers."""
    published, needed = draft.author.published_posts, draft.limits.newcomer_posts
    if published < needed and not draft.author.is_staff:
        yield Evidence("newcomer", 1.0, detail={"published": published, "needed": needed})
