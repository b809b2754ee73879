"""The places of a title where readers open threads of their own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group, Title

#: Hues a space may wear, and icons (of ui/icons.py): few and sober, each readable by day and by night.
HUES = ("ink", "slate", "sea", "moss", "ochre", "brick", "plum")
ICONS = ("talk", "flag", "article", "members", "globe", "star", "clock", "search", "note", "bell", "light", "charter")


class Opener(models.TextChoices):
    """Who may open a thread in a space."""

    MEMBERS = "members", _("Members and the newsroom")
    STAFF = "staff", _("The newsroom only")
    NOBODY = "nobody", _("Nobody for now")


class SpaceQuerySet(models.QuerySet["Space"]):
    """Phrases about spaces."""

    def of(self, title: Title) -> "SpaceQuerySet":
        """The title's spaces and those its group shares among its titles, in their order."""
        shared = models.Q(title__isnull=True, group_id=title.group_id)
        return self.filter(models.Q(title=title) | shared).order_by("position", "pk")

    def alive(self) -> "SpaceQuerySet":
        """Spaces not archived."""
        return self.filter(archived_at__isnull=True)


class Space(models.Model):
    """A forum place of a title; without a title, one that its group shares among all its titles.

    Settings of its own (limits, moderation) are rows above it: see publishers/policies.py.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="spaces")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, null=True, related_name="spaces")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    hue = models.CharField(max_length=10, default="ink")
    icon = models.CharField(max_length=20, default="talk")
    opens = models.CharField(max_length=10, choices=Opener.choices, default=Opener.MEMBERS)
    host: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "title", "key"], nulls_distinct=False, name="space_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """Whether it is only read any more."""
        return self.archived_at is not None


class FormerKey(models.Model):
    """A key the space had before: its old address leads to today's."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="former_keys")
    key = models.SlugField(max_length=60)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="former_key_once")]

    def __str__(self) -> str:
        return self.key
