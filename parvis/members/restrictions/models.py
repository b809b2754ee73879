"""What the desk asks of one member, until when."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Title


class RestrictionKind(models.TextChoices):
    """What is restricted."""

    PREMODERATION = "premoderation", _("Posts are read beforehand")
    POSTS_PER_DAY = "posts_per_day", _("So many posts a day")


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Phrases about restrictions."""

    def in_force(self, now: datetime) -> "RestrictionQuerySet":
        """Those neither lifted nor over at `now`."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), ended_at__isnull=True)

    def at(self, title_id: int) -> "RestrictionQuerySet":
        """Those that hold at a title: its own, and those of the whole group."""
        return self.filter(Q(title__isnull=True) | Q(title_id=title_id))


class Restriction(models.Model):
    """A member's restriction at a title, or in the whole group when `title` is empty. Never edited: a new one replaces it."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="restrictions")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=RestrictionKind.choices)
    amount = models.PositiveSmallIntegerField(null=True, help_text=_("How many, for a kind that counts"))
    reason = models.TextField(blank=True, help_text=_("For colleagues"))
    told = models.TextField(blank=True, help_text=_("What the member is told besides"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "title"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_restriction_of_a_kind",
            )
        ]
        indexes = [
            # What the minute's job asks: those that are over.
            models.Index(fields=["until"], condition=Q(ended_at__isnull=True, until__isnull=False), name="restrictions_to_end")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"
