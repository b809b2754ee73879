"""Where articles come from by themselves, and where they were before."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleFeed(models.Model):
    """A feed (RSS, Atom) or a sitemap of a site, asked from time to time for its articles; no longer once `ended_at` is set."""

    title = models.ForeignKey("publishers.Title", on_delete=models.PROTECT, related_name="feeds")
    site = models.ForeignKey("publishers.Site", on_delete=models.CASCADE, related_name="feeds")
    section = models.ForeignKey("publishers.Section", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=2000)
    every_minutes = models.PositiveIntegerField(default=10, validators=[MinValueValidator(5), MaxValueValidator(1440)])
    # What the last answer said to ask with next time (RFC 9110 §13.1).
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField()
    next_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, help_text=_("Why the last asking failed"))
    listed = models.PositiveIntegerField(default=0, help_text=_("Articles in the last answer"))
    found = models.PositiveIntegerField(default=0, help_text=_("Articles found since it was declared"))
    elsewhere = models.PositiveIntegerField(default=0, help_text=_("Addresses of no site of the title in the last answer"))
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "address"], condition=models.Q(ended_at__isnull=True), name="feed_once")
        ]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(ended_at__isnull=True), name="feeds_due")]

    def __str__(self) -> str:
        return self.address


class FormerAddress(models.Model):
    """An address an article had before: it still leads to the article, and to its discussion."""

    title = models.ForeignKey("publishers.Title", on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey("publishers.Article", on_delete=models.CASCADE, related_name="former_addresses")
    address = models.CharField(max_length=2000)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "address"], name="former_address_once")]

    def __str__(self) -> str:
        return self.address


class ArticleMerge(models.Model):
    """An article whose address and discussion lead to another, by whom and when; `carried` names those merged into it before."""

    article = models.ForeignKey("publishers.Article", on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey("publishers.Article", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    carried = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=models.Q(undone_at__isnull=True), name="merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} into {self.into_id}"
