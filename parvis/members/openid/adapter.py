"""Whom allauth lets in from an identity server, and whom it sends to the door first."""

from typing import Any, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.members.models import Account, IdentityServer
from parvis.members.openid.asking import checked_session
from parvis.members.sealing import LostSecret, unseal
from parvis.publishers.models import Group
from parvis.publishers.rights import seats_of

#: Kept in the browser's session while its owner proves who they are here.
PENDING = "members.openid.pending"


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Servers come from our own table; a mail that matches opens nothing; staff come in so only where their group says so."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        """The current servers, as allauth wants them; never saved."""
        servers = IdentityServer.objects.filter(retired_at__isnull=True).order_by("name", "pk")
        if provider and provider != "openid_connect":
            servers = servers.filter(key=provider)
        if client_id:
            servers = servers.filter(client_id=client_id)
        return [_app(server) for server in servers]

    def get_requests_session(self) -> requests.Session:
        """What speaks to the servers."""
        return checked_session()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Everything that keeps a server from opening what is not its own; raises ImmediateHttpResponse to stop there."""
        server = IdentityServer.objects.select_related("group").filter(key=sociallogin.account.provider).first()
        said = sociallogin.account.extra_data
        # OpenID Connect Core §5.3.2: an answer about somebody else must not be used.
        if server is None or not _same_person(said):
            _stop(request, _("This server’s answer cannot be believed. Try again, or come in another way."))
        sociallogin.account.extra_data = {}  # who they are is enough: their profile stays with the server
        _settle_addresses(sociallogin, said)
        if sociallogin.is_existing:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
            _ensure_may_come(request, sociallogin.user, server)
        elif sociallogin.state.get("process") != "connect":
            _ensure_new(request, sociallogin, server)

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nothing is asked in a form: what stands against it has been said before."""
        return True

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        """A server that fails is said in the page of the door."""
        if told.get("error") != "cancelled":
            _stop(request, _("The server does not answer as it should. Try again in a moment, or come in another way."))


def _app(server: IdentityServer) -> SocialApp:
    try:
        secret = unseal(bytes(server.sealed_secret))
    except LostSecret:
        secret = ""
    settings = {"server_url": server.address, "oauth_pkce_enabled": True, "fetch_userinfo": True}
    named = {"provider": "openid_connect", "provider_id": server.key, "name": server.name}
    return SocialApp(**named, client_id=server.client_id, secret=secret, settings=settings)


def _same_person(said: dict[str, Any]) -> bool:
    parts = [part["sub"] for part in (said.get("userinfo"), said.get("id_token")) if isinstance(part, dict) and part.get("sub")]
    return bool(parts) and len(set(parts)) == 1 and "id_token" in said


def _settle_addresses(sociallogin: SocialLogin, said: dict[str, Any]) -> None:
    """Keeps the address the server says it verified, as JSON's own true; proved here only if no other group could lie."""
    profile = said.get("userinfo") or said.get("id_token") or {}
    vouched = profile.get("email_verified") is True
    alone = Group.objects.count() == 1
    sociallogin.email_addresses = [one for one in sociallogin.email_addresses if vouched]
    for one in sociallogin.email_addresses:
        one.email, one.verified = one.email.strip().lower(), alone


def _ensure_may_come(request: HttpRequest, account: Account, server: IdentityServer) -> None:
    seats = seats_of(account.pk)
    if not account.is_active:
        _stop(request, _("This account is closed."))
    # A server speaks for its own group: it opens the desk of no other, and of its own only when the group said so.
    if any(seat.group_id != server.group_id for seat in seats) or (seats and not server.for_staff):
        _stop(request, _("Staff do not come in by %(server)s: use your password, a code or a passkey.") % {"server": server})


def _ensure_new(request: HttpRequest, sociallogin: SocialLogin, server: IdentityServer) -> None:
    mail = sociallogin.email_addresses[0].email if sociallogin.email_addresses else ""
    if not mail:
        words = _("%(server)s does not vouch for your address: come in with a code sent there instead.")
        _stop(request, words % {"server": server})
    sociallogin.user.mail = mail
    if Account.objects.filter(mail__iexact=mail).exists():
        told = {"server": server.key, "uid": sociallogin.account.uid, "mail": mail, "at": clock.now().isoformat()}
        request.session[PENDING] = told | {"next": sociallogin.get_redirect_url(request) or ""}
        raise ImmediateHttpResponse(redirect("members:tie"))


def _stop(request: HttpRequest, words: str) -> NoReturn:
    messages.warning(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))
