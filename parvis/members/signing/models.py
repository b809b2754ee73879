"""By what keys a publisher's tokens are believed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group, Title


class Algorithm(models.TextChoices):
    """How a token may be signed; each key has one and accepts no other."""

    HS256 = "HS256", _("Shared secret (HS256)")
    RS256 = "RS256", _("RSA key (RS256)")
    ES256 = "ES256", _("P-256 key (ES256)")


class SigningKey(models.Model):
    """A secret shared with a publisher, or a public key of its own; several may be current while keys rotate."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="signing_keys")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="signing_keys")
    kid = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    algorithm = models.CharField(max_length=5, choices=Algorithm.choices, default=Algorithm.HS256)
    sealed_secret = models.BinaryField(default=b"", help_text=_("Of HS256 only"))
    public_key = models.TextField(blank=True, help_text=_("In PEM; of RS256 and ES256"))
    replay_minutes = models.PositiveIntegerField(default=15)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "kid"], name="kid_once_per_group")]

    def __str__(self) -> str:
        return self.kid


class Fault(models.TextChoices):
    """Why an issuer's keys could not be read."""

    DOWN = "down", _("The address does not answer as it should.")
    NO_SET = "no_key_set", _("What is there is not a set of keys (JWKS).")
    NO_KEY = "no_usable_key", _("No key there can be used: RSA of 2048 bits (RS256) or P-256 (ES256) with a “kid” is needed.")


class Issuer(models.Model):
    """Who signs readers in with keys published at an address (RFC 7517); what was last read there is kept."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="issuers")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="issuers")
    issuer = models.CharField(max_length=200)
    address = models.CharField(max_length=2000)
    keys = models.JSONField(default=list, help_text=_("Public keys last read: kid, algorithm, PEM"))
    replay_minutes = models.PositiveIntegerField(default=15)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text=_("When the address was last asked"))
    read_at = models.DateTimeField(null=True, help_text=_("When keys were last read there"))
    fault = models.CharField(max_length=20, choices=Fault.choices, blank=True, help_text=_("What went wrong the last time"))
    detail = models.CharField(max_length=200, blank=True, help_text=_("The same, as machines say it"))
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "title", "issuer"],
                condition=models.Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="one_current_issuer",
            )
        ]

    def __str__(self) -> str:
        return self.issuer

    @property
    def trouble(self) -> str:
        """What went wrong the last time, in the reader's language; empty when nothing did."""
        return f"{self.get_fault_display()} {self.detail}".strip() if self.fault else ""
