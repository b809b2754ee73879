"""What a member shows of themself: words, judged as any, and what others may find."""

from django.db import models

from parvis.members.models import Member
from parvis.moderation.models import Moderated
from parvis.publishers.models import Title


class Profile(Moderated):
    """A member's page in their group. Without a row: the pseudonym and the posts, and no place in the directory.

    The standing is that of the words; `title` is where they were written, whose desk judges them.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="profile")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="profiles")
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    shows_posts = models.BooleanField(default=True)
    is_listed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["is_listed", "member"], name="profiles_listed")]

    def __str__(self) -> str:
        return f"profile of {self.member_id}"

    @property
    def subject(self) -> str:
        """How moderation names it."""
        return f"profile:{self.pk}"
