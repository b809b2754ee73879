"""How moderation reaches posts without knowing them."""

from parvis.conversations.acts.standing import give_post_standing
from parvis.conversations.models import Post
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
