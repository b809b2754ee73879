"""The badges a group knows, and who signs which articles."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group, Title


class Tone(models.TextChoices):
    """How a badge looks."""

    PLAIN = "plain", _("Plain")
    ACCENT = "accent", _("In the title’s colour")
    STRONG = "strong", _("Filled")


class Badge(models.Model):
    """A badge of the publisher's tokens, as the group words and shows it."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="badges")
    key = models.SlugField(max_length=30)
    label_fr = models.CharField(max_length=30)
    label_en = models.CharField(max_length=30)
    said_fr = models.CharField(max_length=160, blank=True)
    said_en = models.CharField(max_length=160, blank=True)
    tone = models.CharField(max_length=10, choices=Tone.choices, default=Tone.PLAIN)
    is_subscription = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=50, help_text=_("The lowest stands first"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="badge_once_per_group")]

    def __str__(self) -> str:
        return self.key


class Byline(models.Model):
    """A name that signs articles of the title, and whose it is: an account's, or a member's come by single sign-on."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="bylines")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, help_text=_("The name without case, accents or look-alikes"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="bylines")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="bylines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title", "folded", "account", "member"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="byline_once",
            ),
            models.CheckConstraint(condition=Q(account__isnull=False) ^ Q(member__isnull=False), name="byline_of_one_person"),
        ]

    def __str__(self) -> str:
        return self.name
