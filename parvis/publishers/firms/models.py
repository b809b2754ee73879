"""A firm from outside, and when its people work at the desk."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from parvis.publishers.hours import ALWAYS, EVERY_DAY, Week


def every_day() -> list[int]:
    """Monday to Sunday."""
    return list(EVERY_DAY)


class Firm(models.Model):
    """A moderation firm working for a group: its people's seats are at its titles, in its hours, until it ends."""

    group = models.ForeignKey("publishers.Group", on_delete=models.CASCADE, related_name="firms")
    name = models.CharField(max_length=120)
    contact = models.EmailField(blank=True)
    titles = models.ManyToManyField("publishers.Title", related_name="firms")
    hours = models.CharField(max_length=11, default=ALWAYS)
    days: Any = models.JSONField(default=every_day)
    zone = models.CharField(max_length=60, default="Europe/Paris")
    ends_at = models.DateTimeField(null=True)
    opened_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def week(self) -> Week:
        """Its hours."""
        return Week(self.hours, tuple(self.days), self.zone)

    def works_at(self, moment: datetime) -> bool:
        """Whether its people may be at the desk then."""
        is_over = self.closed_at is not None or (self.ends_at is not None and self.ends_at <= moment)
        return not is_over and self.week.open_at(moment)[0]
