"""How allauth makes and finds accounts in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.members.models import Account
from parvis.members.sealing import seal, unseal
from parvis.publishers.rights import may_anywhere, seats_of


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are open to readers; a staff role only ever comes from a seat."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may make an account: it gives no right by itself."""
        return True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to the desk, readers to their own page."""
        return "/desk/" if may_anywhere(seats_of(request.user.pk), "enter") else "/members/me/"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets of the second factor are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed with the installation's key."""
        return seal(text).decode()

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # allauth's own name
        """What a new passkey is called unless its owner says better."""
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises LostSecret when the installation's key has changed."""
        return unseal(encrypted_text.encode())
