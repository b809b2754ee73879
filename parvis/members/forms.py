"""What readers type at the door."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
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


class NameForm(forms.Form):
    """The pseudonym a reader will write under."""

    name = forms.CharField(
        label=_("Your name here"),
        help_text=_("Shown beside what you write. A pseudonym is welcome; your address stays with us."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autofocus": True}),
    )
