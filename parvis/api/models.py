"""What the API keeps: answers given to writes, so that sending twice acts once, and how fast each key goes."""

from django.db import models

from parvis.machines.models import ApiKey


class KeptAnswer(models.Model):
    """The answer to a write that carried an Idempotency-Key, kept for a day with the hash of what was asked."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        # The second of two twins waits here for the first one's transaction to end.
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="answered_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.name} → {self.status}"


class Pace(models.Model):
    """How far ahead of its pace a key (or an address that shows bad keys) has gone: one row each, in an unlogged table."""

    name = models.CharField(max_length=60, primary_key=True)
    ahead_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ahead_until"], name="pace_by_age")]

    def __str__(self) -> str:
        return self.name
