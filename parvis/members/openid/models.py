"""Identity servers, as each group declares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.publishers.models import Group


class IdentityServer(models.Model):
    """A group's OpenID Connect server (Keycloak, Entra ID, Google…): where it is, and as whom we speak to it."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="identity_servers")
    key = models.SlugField(max_length=60, unique=True, help_text=_("Stands in the return address given to the server"))
    name = models.CharField(max_length=40, help_text=_("What the button says"))
    address = models.CharField(max_length=1000, help_text=_("Its issuer"))
    client_id = models.CharField(max_length=191)
    sealed_secret = models.BinaryField()
    for_staff = models.BooleanField(default=False, help_text=_("Whether it signs staff in as well"))
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
