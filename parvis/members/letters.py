"""Mailing members what they are told, in words that the rooms above give."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string

from parvis.members.models import Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject and its paragraphs, in the member's language."""

    subject: str
    paragraphs: tuple[str, ...]


def letter_of(notice: Notice) -> Letter | None:
    """The notice in words, by the wording that config/notices.py names for its kind; None when it has none."""
    wording = import_string(settings.NOTICE_WORDS).get(notice.kind)
    return cast("Letter", import_string(wording)(notice)) if wording else None


def mail_notice(notice: Notice) -> bool:
    """Sends the notice to its member's account (member, group and account at hand). Gives whether there was a mail to send."""
    member = notice.member
    with translation.override(member.language):
        letter = letter_of(notice)
        if letter is None or member.account is None:
            return False
        context = {"letter": letter, "member": member, "link": f"{settings.PARVIS_ADDRESS}/members/me/"}
        words = render_to_string("members/mail_notice.txt", context)
        send_mail(f"{member.group} · {letter.subject}", words, None, [member.account.mail])
    return True
