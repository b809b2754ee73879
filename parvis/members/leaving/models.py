"""Copies of one's data, erasures, the letters before, and what the law has kept for a while."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataExport(models.Model):
    """A copy of all that is held of a person, asked by an account (all its members) or by one member; a file for a week."""

    account = models.ForeignKey("members.Account", on_delete=models.CASCADE, null=True, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="data_exports")
    asked_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text=_("In percent"))
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text=_("In bytes"))

    def __str__(self) -> str:
        return f"copy {self.pk}"


class ErasureCause(models.TextChoices):
    """Why someone is erased."""

    ASKED = "asked", _("Asked by the member")
    INACTIVE = "inactive", _("Two years without a visit")


class Erasure(models.Model):
    """A member to be forgotten, not before `due_at`; given up when `cancelled_at` is set, done when `done_at` is."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="erasures")
    account = models.ForeignKey("members.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    cause = models.CharField(max_length=10, choices=ErasureCause.choices, default=ErasureCause.ASKED)
    keeps_words = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="one_open_erasure",
            )
        ]

    def __str__(self) -> str:
        return f"erasure of {self.member_id}"


class Reminder(models.Model):
    """A letter sent before an inactive account is erased: so many days before, counted from that last visit."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    last_seen = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "days", "last_seen"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.days} days before, to {self.member_id}"


class SealedRecord(models.Model):
    """What the law has a host keep of who wrote, sealed, after they are erased; shown by no page, and destroyed at `until`."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"sealed until {self.until:%Y-%m-%d}"
