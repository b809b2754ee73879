"""Discussions, and when they are closed."""

from django.conf import settings
from django.db import models

from parvis.publishers.models import Article, Section, Title


class Thread(models.Model):
    """A discussion; `version` rises with everything a reader could see change."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="threads")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="threads")
    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="thread", null=True)
    opened_at = models.DateTimeField()
    version = models.BigIntegerField(default=1)
    visible_posts = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["title", "-last_post_at"], name="threads_by_activity")]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    @property
    def closure(self) -> "Closure | None":
        """The closing in force, if any; no query when reads.threads_with_places brought it."""
        kept: list[Closure] | None = getattr(self, "open_closures", None)
        found = kept if kept is not None else list(self.closures.filter(ended_at__isnull=True))
        return found[0] if found else None

    @property
    def is_stored(self) -> bool:
        """Whether it exists in the database: under an article where nobody has written yet, it does not."""
        return not self._state.adding


class Closure(models.Model):
    """A thread's closing, by whom and why; reopened when `ended_at` is set."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="closures")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread"], condition=models.Q(ended_at__isnull=True), name="closed_once")]

    def __str__(self) -> str:
        return f"closure of {self.thread_id}"
