"""Making sure that whoever asks to be erased is the one: a code mailed to the account, or the name for whoever has none."""

from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.leaving.acts import code_seal, new_code
from parvis.members.leaving.persons import Person
from parvis.members.pseudonyms import folded_pseudonym

CODE = "members.leaving.code"
LIFE, TRIES = timedelta(minutes=15), 5


def send_code(request: HttpRequest, person: Person) -> None:
    """Mails a code to the account; its seal waits in the session for a quarter of an hour. Nothing for whoever has no account."""
    if person.account is None:
        return
    code = new_code()
    request.session[CODE] = {"seal": code_seal(code), "until": (clock.now() + LIFE).isoformat(), "tries": 0}
    words = render_to_string("members/mail_erase_code.txt", {"code": code})
    send_mail(_("%(code)s is your code to delete your account") % {"code": code}, words, None, [person.account.mail])


def ensure_confirmed(request: HttpRequest, person: Person, said: str) -> None:
    """Raises Refusal 422 unless what was typed is the code mailed, or the very name of a member without account."""
    if person.account is None:
        if folded_pseudonym(said) != person.members[0].folded:
            raise Refusal("not_the_name", 422, _("This is not your name here."), field="confirmation")
        return
    told = request.session.get(CODE)
    if not told or datetime.fromisoformat(told["until"]) < clock.now() or told["tries"] >= TRIES:
        raise Refusal("code_over", 422, _("This code is over: ask for another one."), field="confirmation")
    request.session[CODE] = told | {"tries": told["tries"] + 1}
    if not constant_time_compare(code_seal(said.strip().replace(" ", "")), told["seal"]):
        raise Refusal("wrong_code", 422, _("This is not the code that was sent."), field="confirmation")
    del request.session[CODE]
