"""Which pages search engines are asked to keep: the rule, in one place, for robots, sitemaps and structured data alike."""

from django.db.models import Q

from parvis.conversations.models import Profile, Space, Thread

#: Below as many visible posts, a discussion is too thin to be found by a search.
SUBSTANTIAL = 3
#: A member's page is kept when its member chose to be found, has written this much, and says something of themself.
PROLIFIC = 5


def is_worth_indexing(thread: Thread) -> bool:
    """A discussion of some substance, in sight. One under an article still gives way to the article (its canonical)."""
    return thread.is_shown and thread.visible_posts >= SUBSTANTIAL and (not thread.is_own or bool(thread.heading))


#: The same for the sitemap, which holds only pages that are their own canonical: threads of their own.
WORTHY_THREADS = Q(article__isnull=True, is_shown=True, visible_posts__gte=SUBSTANTIAL, moved_to__isnull=True) & ~Q(heading="")
WORTHY_PROFILES = Q(is_listed=True, standing="published", member__published_posts__gte=PROLIFIC, member__erased_at=None) & ~Q(
    text=""
)


def is_worth_indexing_profile(profile: Profile | None) -> bool:
    """Whether a member chose to be found, and has a page worth it; `member` at hand."""
    if profile is None or not (profile.is_listed and profile.is_visible and profile.text):
        return False
    return profile.member.erased_at is None and profile.member.published_posts >= PROLIFIC


def is_worth_indexing_space(space: Space, threads: int) -> bool:
    """A space where something has been said."""
    return threads > 0 and not (space.is_archived and threads < SUBSTANTIAL)
