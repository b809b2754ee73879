"""The keys by which machines come in."""

from django.conf import settings
from django.db import models

from parvis.publishers.models import Group, Title


class ApiKey(models.Model):
    """A key of a title, or of a whole group; only the hash of its secret is kept."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="api_keys")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="api_keys")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
