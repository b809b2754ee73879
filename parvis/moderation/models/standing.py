"""What a word's standing is, how it came to it, and the evidence behind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Whether readers see it. Hidden: taken out of sight while it is looked at. Removed: after it was seen."""

    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")
    REFUSED = "refused", _("Refused")
    REMOVED = "removed", _("Removed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Hidden")


class Moderated(models.Model):
    """Anything with readers' words."""

    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PUBLISHED)

    class Meta:
        abstract = True

    @property
    def is_visible(self) -> bool:
        """Whether readers see it."""
        return self.standing == Standing.PUBLISHED


class StandingChange(models.Model):
    """One step of a standing's history. `subject` is kind:id, such as post:91."""

    subject = models.CharField(max_length=40)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, choices=Standing.choices)
    cause = models.CharField(max_length=30, help_text=_("screening, decision, undo, author, signals, import"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="standing_history")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.before} → {self.after}"


class Screening(models.Model):
    """One passage through the screens: the evidence, the outcome and the table's version that judged it."""

    subject = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10)
    risk = models.PositiveSmallIntegerField(default=0)
    table_version = models.PositiveIntegerField()
    evidence = models.JSONField(default=list)
    microseconds = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="screening_of")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.outcome} ({self.risk})"
