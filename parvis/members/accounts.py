"""How allauth makes and finds accounts in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are open to readers; a staff role only ever comes from a seat."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may make an account: it gives no right by itself."""
        return True
