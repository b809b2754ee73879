"""The forms of the readers' sign-in page."""

from django import forms
from django.utils.translation import gettext_lazy as _

_KEPT = {"spellcheck": "false", "autocapitalize": "off", "class": "lines"}


class FreshForm(forms.Form):
    """What every key has: whom it speaks for, and for how long a token is fresh."""

    issuer = forms.CharField(
        label=_("Issuer"), help_text=_("What your tokens say in “iss”: often the address of your accounts."), max_length=200
    )
    replay_minutes = forms.IntegerField(
        label=_("Replay window"),
        help_text=_("In minutes: how old a token may be when it reaches us. Short is safer."),
        initial=15,
        min_value=1,
        max_value=1440,
    )


class KeyForm(FreshForm):
    """A new single sign-on key, with its secret."""


class PublicKeyForm(FreshForm):
    """A public key pasted."""

    key = forms.CharField(
        label=_("Public key"),
        help_text=_("In PEM or JWK: RSA of 2048 bits at least (RS256), or P-256 (ES256). Never the private one."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, **_KEPT}),
    )
    kid = forms.CharField(
        label=_("Name of the key (kid)"),
        help_text=_("As your tokens name it. Left empty: the JWK’s own, or one that we make."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    field_order = ("issuer", "key", "kid", "replay_minutes")


class IssuerForm(FreshForm):
    """An issuer that publishes its keys."""

    address = forms.CharField(
        label=_("Address of its keys (JWKS)"),
        help_text=_("For instance https://accounts.example.org/.well-known/jwks.json. Read every ten minutes."),
        max_length=2000,
        widget=forms.URLInput,
    )
    field_order = ("issuer", "address", "replay_minutes")


class IdentityServerForm(forms.Form):
    """A group's OpenID Connect server."""

    name = forms.CharField(
        label=_("What the button says"), help_text=_("“Continue with …”: the name people know it by."), max_length=40
    )
    address = forms.CharField(
        label=_("Address of the server (issuer)"),
        help_text=_("For instance https://sso.example.org/realms/readers. It must describe itself (OpenID Discovery)."),
        max_length=1000,
        widget=forms.URLInput,
    )
    client_id = forms.CharField(label=_("Client identifier"), max_length=191)
    secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("Sealed here, and never shown again."),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    for_staff = forms.BooleanField(
        label=_("It signs our staff in as well"),
        help_text=_("Unticked, it opens no account that has a seat at the desk."),
        required=False,
    )


class TokenForm(forms.Form):
    """A token to be explained."""

    token = forms.CharField(
        label=_("A token"),
        help_text=_("It is read here, kept nowhere, and lets nobody in."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, **_KEPT}),
    )
