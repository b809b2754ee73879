"""What members follow, whom they do not want to read, how far they have read, and whom they name."""

from django.db import models

from parvis.conversations.models.posts import Post
from parvis.conversations.models.threads import Thread
from parvis.members.models import Member
from parvis.publishers.models import Section

_ONE_THING = (
    models.Q(thread__isnull=False, author__isnull=True, section__isnull=True)
    | models.Q(thread__isnull=True, author__isnull=False, section__isnull=True)
    | models.Q(thread__isnull=True, author__isnull=True, section__isnull=False)
)


class Following(models.Model):
    """A member follows a thread, an author or a section: one of the three."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="followings")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, related_name="followings", db_index=False)
    author = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="followers", db_index=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, related_name="followings", db_index=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_THING, name="follows_one_thing"),
            # Each is also how those to tell are found.
            models.UniqueConstraint(
                fields=["thread", "member"], condition=models.Q(thread__isnull=False), name="thread_followed_once"
            ),
            models.UniqueConstraint(
                fields=["author", "member"], condition=models.Q(author__isnull=False), name="author_followed_once"
            ),
            models.UniqueConstraint(
                fields=["section", "member"], condition=models.Q(section__isnull=False), name="section_followed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} follows"


class Mute(models.Model):
    """A member does not want to read another; the other never knows."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mutes", db_index=False)
    muted = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "muted"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.member_id} mutes {self.muted_id}"


class Visit(models.Model):
    """The last post a member has had before their eyes in a thread: what has a higher number is new to them."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="visits", db_index=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    last_post = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="visit_once")]

    def __str__(self) -> str:
        return f"visit of {self.member_id} to {self.thread_id}"


class Mention(models.Model):
    """A post names a member; found when it was written."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"post {self.post_id} names {self.member_id}"
