"""What the pages of members need: the directory of those who chose to be found, a member's page, one's own choices."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from parvis.conversations.models import Post, Profile
from parvis.conversations.reads import LARGEST
from parvis.kit.paging import read_cursor, write_cursor
from parvis.members.models import Member
from parvis.moderation.models import Standing
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here

LISTED, POSTS = 60, 20
#: One appears in the directory from this many published posts.
PRESENT = 3


@dataclass(frozen=True, slots=True)
class Directory:
    """A page of the directory; `next` is the cursor of the following one or None."""

    profiles: list[Profile]
    next: str | None


def directory(title: Title, after: str = "") -> Directory:
    """Sixty members who chose to be found, those who wrote most first; one query. Raises Refusal 422 for a bad cursor."""
    listed = Profile.objects.filter(is_listed=True, member__group=title.group_id, member__erased_at=None)
    listed = listed.filter(member__published_posts__gte=PRESENT, member__is_named=True).select_related("member")
    if after:
        posts, pk = read_cursor(after, int)
        listed = listed.filter(Q(member__published_posts__lt=posts) | Q(member__published_posts=posts, member__pk__gt=pk))
    rows = list(listed.order_by("-member__published_posts", "member__pk")[: LISTED + 1])
    last = rows[LISTED - 1].member if len(rows) > LISTED else None
    return Directory(rows[:LISTED], write_cursor((last.published_posts, last.pk)) if last else None)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What a member shows at a title: their profile if they have one, their posts unless they hide them."""

    member: Member
    profile: Profile | None
    posts: list[Post]
    next: str | None

    @property
    def hides_posts(self) -> bool:
        """Whether the member keeps the list of their posts for themself."""
        return self.profile is not None and not self.profile.shows_posts


def member_of_title(title: Title, member_id: int) -> Member:
    """A named member of the title's group with their profile, not erased. Raises Refusal 404. One query."""
    found = Member.objects.filter(group=title.group_id, erased_at__isnull=True, is_named=True, published_posts__gt=0)
    member = found.select_related("profile__title").filter(pk=member_id).first() if member_id <= LARGEST else None
    if member is None:
        raise nothing_here()
    return member


def profile_of(member: Member) -> Profile | None:
    """The member's profile, if they have written one."""
    profile: Profile | None = getattr(member, "profile", None)
    return profile


def member_page(title: Title, member: Member, after: str = "") -> MemberPage:
    """The member's page with twenty of their posts in sight at this title; one query. Raises Refusal 422: bad cursor."""
    profile = profile_of(member)
    if profile is not None and not profile.shows_posts:
        return MemberPage(member, profile, [], None)
    shown = posts_in_sight(title, member)
    if after:
        at, pk = read_cursor(after, datetime)
        shown = shown.filter(Q(written_at__lt=at) | Q(written_at=at, pk__lt=pk))
    rows = list(shown[: POSTS + 1])
    last = rows[POSTS - 1] if len(rows) > POSTS else None
    return MemberPage(member, profile, rows[:POSTS], write_cursor((last.written_at, last.pk)) if last else None)


def posts_in_sight(title: Title, member: Member) -> QuerySet[Post]:
    """The member's posts that readers see at this title, newest first, with their thread."""
    near = ("thread__article", "thread__title", "thread__space")
    mine = Post.objects.filter(author=member, thread__title=title, standing=Standing.PUBLISHED, thread__is_shown=True)
    return mine.select_related(*near).order_by("-written_at", "-pk")
