"""What the screens look for: words, domains, and the table that turns evidence into an outcome."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group, Title


class WordKind(models.TextChoices):
    """Banned words hold or refuse; watched words draw the desk's eye; excepted ones are of the group's lists, and not here."""

    BANNED = "banned", _("Banned")
    WATCHED = "watched", _("Watched")
    EXCEPTED = "excepted", _("Excepted here")


class WordEntry(models.Model):
    """A word or phrase of the group's list, or of one title's. A final * takes any ending."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="words")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="words")
    pattern = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=WordKind.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "title", "pattern"], nulls_distinct=False, name="word_once_per_list")
        ]

    def __str__(self) -> str:
        return self.pattern


class DomainKind(models.TextChoices):
    """What a link to the domain does."""

    ALLOWED = "allowed", _("Allowed")
    BANNED = "banned", _("Banned")


class DomainEntry(models.Model):
    """A domain that posts may, or may not, link to."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="domains")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="domains")
    domain = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=DomainKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "title", "domain"], nulls_distinct=False, name="domain_once_per_list")
        ]

    def __str__(self) -> str:
        return self.domain


class ScreeningTable(models.Model):
    """A version of a title's decision table; the newest is in force, the others explain old outcomes."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="screening_tables")
    version = models.PositiveIntegerField()
    rows = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "version"], name="table_version_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
