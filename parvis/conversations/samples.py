"""What was written lately at a title, for trying a change before it is made."""

from parvis.conversations.models import Post
from parvis.publishers.models import Title


def last_posts(title: Title, most: int = 200) -> list[Post]:
    """The title's newest posts, whatever their standing, with author and article; one query."""
    posts = Post.objects.filter(thread__title=title).select_related("author", "thread__article")
    return list(posts.order_by("-pk")[:most])
