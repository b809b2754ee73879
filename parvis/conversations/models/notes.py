"""What the newsroom says beside a discussion: at the top of a thread, or under a post."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.conversations.models.posts import Post
from parvis.conversations.models.threads import Thread


class NoteKind(models.TextChoices):
    """What a note is for."""

    NOTE = "note", _("Note from the newsroom")
    CORRECTION = "correction", _("Correction by the newsroom")


class HostNote(models.Model):
    """A signed note of the newsroom, on a thread (`post` empty) or on a post. Never edited: its history stays."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="notes")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices, default=NoteKind.NOTE)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, help_text=_("As it was signed"))
    badge = models.CharField(max_length=40, blank=True, help_text=_("The seat it was signed from"))
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(post__isnull=True, ended_at__isnull=True), name="one_note_per_thread"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(post__isnull=False, ended_at__isnull=True), name="one_note_per_post"
            ),
        ]

    def __str__(self) -> str:
        return f"note on {self.post_id or self.thread_id}"
