"""What happened (Fact) and who must still be told (Delivery)."""

from django.db import models


class Fact(models.Model):
    """One thing that happened, written in the transaction that made it true; never changed."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    group_id = models.BigIntegerField(null=True)
    title_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # The activity of a title, newest first.
            models.Index(fields=["title_id", "-id"], name="fact_by_title"),
            # The timeline of a member's file.
            models.Index(fields=["member_id", "-id"], name="fact_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One fact to be told to one listener; the row goes when the listener has heard."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "listener"], name="told_once")]
        # The worker's question: what is due, oldest first.
        indexes = [models.Index(fields=["due_at", "id"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.listener} ← fact {self.fact_id}"
