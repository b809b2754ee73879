"""What hosts rearrange: branches split off or moved, kept with where they came from; colleagues asked to answer."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models.posts import Post
from parvis.conversations.models.threads import Thread


class ArrangementKind(models.TextChoices):
    """Branches go to a thread made for them, or to one there was."""

    SPLIT = "split", _("A split")
    MOVE = "move", _("A move")


class Arrangement(models.Model):
    """Branches taken from one thread to another, by whom; `undone_at` is set when they went back."""

    kind = models.CharField(max_length=10, choices=ArrangementKind.choices)
    source = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="arrangements_from")
    target = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="arrangements_to")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    posts = models.PositiveIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What may still be undone in a thread.
            models.Index(fields=["source", "-at"], condition=models.Q(undone_at__isnull=True), name="arranged_from"),
            models.Index(fields=["target", "-at"], condition=models.Q(undone_at__isnull=True), name="arranged_to"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id} → {self.target_id}"


class MovedBranch(models.Model):
    """The top of a branch that was moved, and where it stood; all below it kept its parents."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="branches")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    root = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrangement", "post"], name="branch_once_per_arrangement")]

    def __str__(self) -> str:
        return f"branch {self.post_id}"


class Summons(models.Model):
    """A colleague asked to answer in a thread, or a post of it: asked, seen, answered, or taken back."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="summons")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="summons")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "account"],
                condition=models.Q(answered_at__isnull=True, ended_at__isnull=True),
                name="one_open_summons",
            )
        ]

    def __str__(self) -> str:
        return f"summons of {self.account_id} to {self.thread_id}"

    @property
    def state(self) -> str:
        """asked, seen, answered or ended."""
        if self.answered_at:
            return "answered"
        if self.ended_at:
            return "ended"
        return "seen" if self.seen_at else "asked"

    @property
    def state_at(self) -> datetime:
        """Since when it is so."""
        return self.answered_at or self.ended_at or self.seen_at or self.at
