"""What people do with posts: reactions, pins, selections."""

from django.conf import settings
from django.db import models

from parvis.conversations.models.posts import Post
from parvis.conversations.models.threads import Thread
from parvis.members.models import Member

REACTIONS = ("agree", "useful", "moving")


class Reaction(models.Model):
    """A member's reaction to a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reaction_rows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "kind"], name="reaction_once")]
        indexes = [models.Index(fields=["member", "post"], name="reactions_of_member")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.post_id}"


class Honour(models.Model):
    """What Pin and Selection share: who, when, until when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="%(class)ss")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="%(class)ss")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} of {self.post_id}"


class Pin(Honour):
    """A post kept at the top of its thread by the desk."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], condition=models.Q(ended_at__isnull=True), name="pinned_once")]


class Selection(Honour):
    """A post chosen by the newsroom."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], condition=models.Q(ended_at__isnull=True), name="selected_once")]
