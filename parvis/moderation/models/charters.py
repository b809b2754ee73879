"""The charter: the numbered rules of the house."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group, Title


class Charter(models.Model):
    """A version of a group's rules."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField(default=1)
    in_force_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "version"], name="charter_version_once")]

    def __str__(self) -> str:
        return f"{self.group} v{self.version}"


class Ground(models.TextChoices):
    """What stands behind a rule."""

    LAW = "law", _("The law")
    TERMS = "terms", _("The house’s own rules")


class Rule(models.Model):
    """A clause of the charter, in both languages; with a title, one that this title adds to its group's."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="rules")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="rules")
    number = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    text_fr = models.TextField()
    text_en = models.TextField()
    ground = models.CharField(max_length=10, choices=Ground.choices)
    legal_basis = models.CharField(max_length=300, blank=True)
    severity = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "title", "number"], nulls_distinct=False, name="rule_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def name(self) -> str:
        """The rule's title in the reader's language."""
        return self.title_en if (get_language() or "fr").startswith("en") else self.title_fr

    @property
    def text(self) -> str:
        """The rule's words in the reader's language."""
        return self.text_en if (get_language() or "fr").startswith("en") else self.text_fr
