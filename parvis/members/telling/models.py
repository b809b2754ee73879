"""How members want to be told, the letters sent to them, and the gatherings already done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a kind of notice is told; every way but the first also shows it in the page."""

    NEVER = "never", _("Never")
    PAGE = "page", _("In the page only")
    ONCE = "once", _("By mail, at once")
    DAILY = "daily", _("By mail, once a day")
    WEEKLY = "weekly", _("By mail, once a week")


#: The ways that send letters.
MAILED = (Way.ONCE, Way.DAILY, Way.WEEKLY)


class NoticeChoice(models.Model):
    """How a member wants to be told of a kind of thing; without a row, as the house does by default."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="notice_choices", db_index=False)
    kind = models.CharField(max_length=30)
    way = models.CharField(max_length=10, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"


class KeptMail(models.Model):
    """The address a publisher's token carries, kept because its member asked for letters; without a row it is not kept.

    Empty until the next token brings it.
    """

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="kept_mail")
    mail = models.EmailField(blank=True)
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail of {self.member_id}"


class Mailing(models.Model):
    """One letter to one member, with the notices that name it.

    It is marked taken before it is sent and never taken twice: one whose worker died in between is not sent again.
    """

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="mailings", db_index=False)
    cadence = models.CharField(max_length=10, choices=Way.choices)
    alone = models.BigIntegerField(default=0, help_text=_("The notice it carries alone, or 0"))
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(taken_at__isnull=True), name="mailing_to_send"),
            models.Index(fields=["member", "-made_at"], name="mailings_of_member"),
            # The doctor's question: what went wrong, or was never confirmed.
            models.Index(
                fields=["taken_at"],
                condition=models.Q(taken_at__isnull=False) & (models.Q(ended_at__isnull=True) | ~models.Q(error="")),
                name="mailing_in_trouble",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadence} letter to {self.member_id}"


class DigestRun(models.Model):
    """A group's digests of one cadence, gathered once for a day of the group's own calendar."""

    group = models.ForeignKey("publishers.Group", on_delete=models.CASCADE, related_name="digest_runs", db_index=False)
    cadence = models.CharField(max_length=10)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "cadence", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.cadence} of {self.day}"
