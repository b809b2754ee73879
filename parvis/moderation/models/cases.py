"""What is to be judged, what was decided, and what readers signalled."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.members.models import Member
from parvis.moderation.models.charters import Rule
from parvis.publishers.models import Group, Section, Title


class CaseCause(models.TextChoices):
    """Why a case was opened."""

    HELD = "held", _("Held by screening")
    FLAGGED = "flagged", _("Published, to be looked at")
    SIGNALLED = "signalled", _("Signalled by readers")
    IMPORTED = "imported", _("Waiting in the imported archive")
    HAND = "hand", _("Opened by the desk")


class CaseQuerySet(models.QuerySet["Case"]):
    """Phrases about cases."""

    def open(self) -> "CaseQuerySet":
        """Cases nobody has closed."""
        return self.filter(closed_at__isnull=True)


class Case(models.Model):
    """One thing to be judged, with the words as they were. At most one is open per subject."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cases")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="cases")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="cases")
    subject = models.CharField(max_length=40)
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="cases")
    cause = models.CharField(max_length=10, choices=CaseCause.choices)
    words = models.TextField()
    evidence = models.JSONField(default=list)
    risk = models.PositiveSmallIntegerField(default=0, help_text=_("0 to 100, from the decision table"))
    reach = models.PositiveIntegerField(default=0, help_text=_("Posts in the thread: how many may see it"))
    signals = models.PositiveIntegerField(default=0)
    # Urgency when opened, and the moment from which waiting adds to it; see reads.QUEUE_ORDER.
    urgency = models.FloatField(default=0)
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    snoozed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=models.Q(closed_at__isnull=True), name="one_open_case")
        ]
        indexes = [
            # The queue across titles, and that of one title: relied on by acts.claim_next and queue.cases_page.
            models.Index(fields=["-urgency", "id"], condition=models.Q(closed_at__isnull=True), name="case_queue_all"),
            models.Index(fields=["title", "-urgency", "id"], condition=models.Q(closed_at__isnull=True), name="case_queue"),
            models.Index(fields=["author", "-id"], name="case_of_author"),
            # Who is judging now.
            models.Index(
                fields=["-claimed_at"],
                condition=models.Q(closed_at__isnull=True, claimed_at__isnull=False),
                name="cases_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} on {self.subject}"


class Verdict(models.TextChoices):
    """What a person decides. Hide: out of sight, the case stays known. Refuse: with the rule it breaks."""

    APPROVE = "approve", _("Approved")
    REFUSE = "refuse", _("Refused")
    HIDE = "hide", _("Hidden")


class Decision(models.Model):
    """A person's judgement of a case; undone within seconds, never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="decisions")
    subject = models.CharField(max_length=40)
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="decisions")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="decisions")
    reason = models.TextField(blank=True)
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["author", "-decided_at"], name="decision_on_author"),
            models.Index(fields=["subject", "-id"], name="decision_on"),
            # A title's decisions, newest first; the day's figures.
            models.Index(fields=["title", "-id"], name="decisions_of_title"),
            models.Index(fields=["title", "-decided_at"], name="decisions_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.subject}"


class CaseNote(models.Model):
    """A note between colleagues, on a case (and so on its author)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="case_notes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note on {self.case_id}"


class SignalReason(models.TextChoices):
    """What a reader says is wrong."""

    INSULT = "insult", _("Insult or personal attack")
    HATE = "hate", _("Hatred or discrimination")
    SPAM = "spam", _("Advertising or spam")
    FALSE = "false", _("False information")
    PRIVATE = "private", _("Personal data")
    OTHER = "other", _("Something else")


class Signal(models.Model):
    """A reader's report, with or without account; one per person and subject."""

    subject = models.CharField(max_length=40)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="signals")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="signals")
    visitor = models.CharField(max_length=64, blank=True, help_text=_("Hash of what tells one visitor from another"))
    reason = models.CharField(max_length=10, choices=SignalReason.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="signals_on"),
            # The signals of the last hours.
            models.Index(fields=["title", "-at"], name="signals_by_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "member"], condition=models.Q(member__isnull=False), name="one_signal_per_member"
            ),
            models.UniqueConstraint(
                fields=["subject", "visitor"], condition=models.Q(member__isnull=True), name="one_signal_per_visitor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.subject}"
