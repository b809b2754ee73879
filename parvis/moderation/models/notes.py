"""Notes of the staff in a member's file, as they are and as they were."""

from django.conf import settings
from django.db import models

from parvis.members.models import Member
from parvis.publishers.models import Title


class MemberNote(models.Model):
    """A note between colleagues of a title on a member; colleagues of another title do not read it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="staff_notes")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="member_notes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-at", "-id"], name="notes_on_member")]

    def __str__(self) -> str:
        return f"note on {self.member_id}"


class MemberNoteRevision(models.Model):
    """A note as it was before its author changed it."""

    note = models.ForeignKey(MemberNote, on_delete=models.CASCADE, related_name="revisions")
    words = models.TextField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"revision of {self.note_id}"
