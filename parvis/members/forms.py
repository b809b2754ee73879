"""What readers type at the door."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.members.acts import account_for_mail
from parvis.members.pseudonyms import LONGEST, SHORTEST


class MailForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """A mail address to which a code is sent, whether it is known here or not: the door tells nobody who has an account."""

    def clean_email(self) -> str:
        """The address; its account is made when there is none, and opens only with the code sent there."""
        mail = str(super().clean_email())
        if mail:
            self._user = account_for_mail(mail=mail)
        return mail


class FactorForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of a new second factor."""

    def clean_code(self) -> str:
        """The code. Typing it counts as having been asked who one is: a used code cannot be typed again for the spare ones."""
        code = str(super().clean_code())
        record_authentication(context.request, self.user, method="mfa", type="totp", reauthenticated=True)
        return code


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey and its name."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length, name.widget.attrs["maxlength"] = _("Its name"), 60, 60
        name.help_text = _("So that you know which one it is: “phone”, “key on my ring”…")
        alone.label, alone.initial = _("It opens by itself"), True
        alone.help_text = _("Without password nor code: it asks for your finger, your face or its own code.")

    def clean(self) -> dict[str, Any]:
        """The credential checked. Making it counts as having shown a second factor in this session."""
        cleaned = dict(super().clean() or {})
        if cleaned.get("credential"):
            record_authentication(context.request, self.user, method="mfa", type="webauthn", reauthenticated=True)
        return cleaned


class NameForm(forms.Form):
    """The pseudonym a reader will write under."""

    name = forms.CharField(
        label=_("Your name here"),
        help_text=_("Shown beside what you write. A pseudonym is welcome; your address stays with us."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autofocus": True}),
    )
