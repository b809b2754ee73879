"""Notices by mail: due, once, in the member's language, with the rule and its reason."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from parvis.kit import clock
from parvis.members.acts import choose_language, enter_by_account
from parvis.members.jobs import mail_notices
from parvis.members.models import Mailing, Notice
from parvis.members.telling.acts import drop_notices, see_notice, tell
from parvis.moderation.reads import rules_in_force
from parvis.testing.cast import account, reader


@pytest.fixture
def lison(house):
    return enter_by_account(group=house.group, account=account("lison@lecteurs.example"), pseudonym="Lison B.")


def told(member, **more) -> Notice | None:
    rule = rules_in_force(member.group_id)[0]
    data = {"subject": "post:91", "after": "removed", "reason": "Le mot vise le maire, pas sa décision.", "rule": rule.pk}
    return tell(member_id=member.pk, kind="decision", about="decision:7", data=data | {"number": rule.number}, **more)


def test_a_notice_is_mailed_once_with_its_rule_and_reason(lison, mailoutbox):
    told(lison)
    assert mail_notices(0) == 1
    assert mail_notices(0) == 0
    (mail,) = mailoutbox
    assert mail.to == ["lison@lecteurs.example"]
    assert mail.subject == "Groupe rivages · Votre commentaire a été retiré."
    for words in ("Bonjour Lison B.", "règle 1", "art. 29 et 33", "vise le maire", "/members/me/"):
        assert words in mail.body


def test_a_notice_is_in_the_member_s_language(lison, mailoutbox):
    choose_language(account=lison.account, language="en")
    told(lison)
    mail_notices(0)
    assert "Your post was removed." in mailoutbox[0].subject
    assert "No insults" in mailoutbox[0].body


def test_a_notice_waits_for_its_moment(lison, mailoutbox):
    told(lison, due_at=clock.now() + timedelta(seconds=10))
    assert mail_notices(0) == 0
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert mail_notices(0) == 1


def test_what_was_read_or_taken_back_is_not_mailed(lison, mailoutbox):
    see_notice(members=[lison], notice_id=told(lison).pk)
    told(lison)
    drop_notices(about="decision:7", kind="decision")
    assert mail_notices(0) == 0
    assert mailoutbox == []


def test_a_reader_without_account_is_not_mailed(house, mailoutbox):
    told(reader(house))
    assert mail_notices(0) == 0


class Down(EmailBackend):
    def open(self):
        raise SMTPServerDisconnected("gone")


class Refuses(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


def test_a_mail_server_that_is_down_loses_nothing(lison, settings, mailoutbox):
    told(lison)
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert mail_notices(0) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_notices(0) == 1


def test_a_refused_address_does_not_block_the_others(lison, settings):
    told(lison)
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    assert mail_notices(0) == 0
    assert Mailing.objects.get().error == "refused: no address"
