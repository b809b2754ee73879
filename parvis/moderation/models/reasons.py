"""Texts kept for decisions, in both languages."""

from typing import Any

from django.conf import settings
from django.db import models

from parvis.publishers.models import Group, Title


class CannedReason(models.Model):
    """A text for decisions that a group keeps, or a title: one of the same key at the title stands instead of the group's.

    `is_left_out` at a title means that the group's is not used there.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="canned_reasons")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="canned_reasons")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    rule_number = models.PositiveSmallIntegerField(null=True)
    words_fr = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    is_left_out = models.BooleanField(default=False)
    written_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "title", "key"], nulls_distinct=False, name="canned_reason_once")]

    def __str__(self) -> str:
        return self.name

    def words(self, language: str) -> str:
        """What the author reads, in their language; the other one's when it is not written."""
        first, other = (self.words_en, self.words_fr) if language.startswith("en") else (self.words_fr, self.words_en)
        return first or other
