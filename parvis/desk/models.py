"""What colleagues keep at their desk: saved views, and acts on many things at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Title


class ViewPlace(models.TextChoices):
    """The lists whose filters may be kept."""

    QUEUE = "queue", _("Queue")
    NOW = "now", _("Now")
    THREADS = "threads", _("Discussions")
    MEMBERS = "members", _("Members")
    DECISIONS = "decisions", _("Decisions")


class SavedView(models.Model):
    """A list's filters under a name; with a title, everyone who works there has it too."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="saved_views")
    place = models.CharField(max_length=10, choices=ViewPlace.choices)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    key = models.CharField(max_length=1, blank=True, help_text=_("The figure that opens it after v"))
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], condition=~models.Q(key=""), name="one_view_per_key"),
            models.UniqueConstraint(fields=["account", "place", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BatchAct(models.TextChoices):
    """What may be done to many at once, each with its contrary."""

    CLOSE = "close", _("Close the discussions")
    REOPEN = "reopen", _("Open the discussions again")
    WATCH = "watch", _("Read the members’ posts beforehand")
    UNWATCH = "unwatch", _("No longer read the members’ posts beforehand")


class Batch(models.Model):
    """One act on many threads or members: shown first, then done a few at a time; what came of each is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    act = models.CharField(max_length=10, choices=BatchAct.choices)
    reason = models.CharField(max_length=1000, blank=True)
    items = models.JSONField(default=list, help_text=_("Numbers of the threads or members"))
    # [number, outcome, words]: outcome is done, same (nothing to do) or refused, with the refusal's words.
    results = models.JSONField(default=list)
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} × {len(self.items)}"

    @property
    def is_over(self) -> bool:
        """Whether everything has been tried."""
        return len(self.results) >= len(self.items)

    @property
    def changed(self) -> list[int]:
        """What the act really changed."""
        return [number for number, outcome, _words in self.results if outcome == "done"]
