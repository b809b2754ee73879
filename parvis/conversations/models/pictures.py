"""A picture in a post."""

from typing import Any

from django.db import models

from parvis.conversations.models.posts import Post
from parvis.members.models import Member
from parvis.publishers.models import Title


class Picture(models.Model):
    """A picture given by a member: one a post, its words for those who do not see it. Its files are named by `key`.

    Whether it may be seen is its post's standing; until it has a post, nobody but its author sees it.
    """

    key = models.CharField(max_length=64, unique=True)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="pictures")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, null=True, related_name="picture")
    described = models.CharField(max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Those whose post was never written.
            models.Index(fields=["given_at"], condition=models.Q(post__isnull=True), name="pictures_without_post")
        ]

    @property
    def row(self) -> dict[str, Any]:
        """What a page shows of it."""
        return {"key": self.key, "described": self.described, "width": self.width, "height": self.height}

    def __str__(self) -> str:
        return f"picture {self.key[:8]}"
