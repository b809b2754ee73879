"""Keys of machines; endpoints, what is to be sent to them, and each attempt."""

from datetime import datetime

from django.conf import settings
from django.db import models

from parvis.publishers.models import Group, Title


class ApiKey(models.Model):
    """A key of a title, or of a whole group; only the hash of its secret is kept.

    It acts in the name of whoever made it, with what their seat allows at that moment and nothing more.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="api_keys")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="api_keys")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # Written at most once in five minutes: to know which keys still serve, not to count.
    last_used_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def is_current(self, now: datetime) -> bool:
        """Whether it opens anything at `now`, as far as the key itself goes."""
        return self.retired_at is None and (self.expires_at is None or self.expires_at > now)


class Endpoint(models.Model):
    """An address of the publisher's that is told facts of a title, or of the whole group.

    Its secret is sealed; while it rotates, the former one still signs until `former_until`.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="endpoints")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="endpoints")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=2000)
    facts = models.JSONField(default=list)
    with_words = models.BooleanField(default=False)
    sealed_secret = models.BinaryField()
    sealed_former = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=20, blank=True)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def is_told(self) -> bool:
        """Whether facts are sent to it now."""
        return self.retired_at is None and self.disabled_at is None


class Sending(models.Model):
    """One fact to be sent to one endpoint. Nobody's words are kept here: they are added, if asked, when it leaves."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="sendings")
    key = models.CharField(max_length=40, unique=True)
    fact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    # When it is to be tried; empty once sent or given up. A worker that takes it pushes it ahead, in case it dies.
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "fact_id"], name="sent_once_per_endpoint")]
        indexes = [
            # What the sender asks: for each endpoint, what is due, oldest first.
            models.Index(fields=["endpoint", "due_at", "id"], condition=models.Q(due_at__isnull=False), name="sending_due"),
            # The log, newest first, and its end after thirty days.
            models.Index(fields=["endpoint", "-id"], name="sending_log"),
            models.Index(fields=["queued_at"], name="sending_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.endpoint_id}"

    @property
    def state(self) -> str:
        """`sent`, `given_up`, `waiting` (never tried) or `retrying`."""
        if self.sent_at:
            return "sent"
        return "given_up" if self.given_up_at else "retrying" if self.tries else "waiting"


class Attempt(models.Model):
    """One try: the answer's code (empty when there was none), how long it took, the beginning of what was said."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.status or 'no answer'} in {self.milliseconds} ms"
