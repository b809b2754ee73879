"""How moderation reaches posts without knowing them."""

from parvis.conversations.acts.standing import give_post_standing, give_profile_standing
from parvis.conversations.models import Post, Profile
from parvis.moderation.subjects import Place


class PostSubject:
    """The Subject for `post:<id>`."""

    def locked(self, pk: int) -> Place | None:
        """The post's place, its row locked until the end of the transaction."""
        post = Post.objects.select_for_update(of=("self",)).select_related("thread__title").filter(pk=pk).first()
        return place_of(post) if post else None

    def give_standing(self, pk: int, standing: str) -> None:
        """Writes the standing and its consequences; the row is already locked."""
        give_post_standing(post=Post.objects.get(pk=pk), standing=standing)


class ProfileSubject:
    """The Subject for `profile:<id>`: what a member says of themself."""

    def locked(self, pk: int) -> Place | None:
        """The profile's place, its row locked until the end of the transaction."""
        profile = Profile.objects.select_for_update(of=("self",)).select_related("title", "member").filter(pk=pk).first()
        return place_of_profile(profile) if profile else None

    def give_standing(self, pk: int, standing: str) -> None:
        """Writes the standing; readers then see the words or do not."""
        give_profile_standing(profile_id=pk, standing=standing)


def place_of_profile(profile: Profile) -> Place:
    """Where a profile stands, for moderation; `profile.title` and `profile.member` should be at hand."""
    return Place(
        group_id=profile.title.group_id,
        title_id=profile.title_id,
        section_id=None,
        author_id=profile.member_id,
        words=profile.text,
        standing=profile.standing,
        reach=profile.member.published_posts,
    )


def place_of(post: Post) -> Place:
    """Where a post stands, for moderation; `post.thread.title` should be at hand."""
    return Place(
        group_id=post.thread.title.group_id,
        title_id=post.thread.title_id,
        section_id=post.thread.section_id,
        author_id=post.author_id,
        words=post.words,
        standing=post.standing,
        reach=post.thread.visible_posts,
    )
