"""Letters: gathered once, sent at most once, stopped by one click; an address kept only of who asked for it."""

import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from parvis.conversations.acts.following import follow
from parvis.conversations.reads import thread_numbered
from parvis.journal.deliver import drain
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account, enter_by_token
from parvis.members.jobs import mail_notices
from parvis.members.models import KeptMail, Mailing, Notice
from parvis.members.sso import Claims
from parvis.members.telling.acts import choose_way, end_mailing, forget_letters, keep_mail, see_notices, stop_mail
from parvis.members.telling.gathering import gather_at_once, gather_digests
from parvis.members.telling.reads import choices_of, told_to, unread_of
from parvis.members.telling.sending import send_due, unconfirmed
from parvis.testing.cast import account, post, reader

MORNING = datetime(2024, 3, 11, 6, 30, tzinfo=UTC)  # a Monday, half past seven in Paris


@pytest.fixture
def lison(house):
    return enter_by_account(group=house.group, account=account("lison@lecteurs.example"), pseudonym="Lison B.")


def replied(house, member, times=1):
    asked = post(house, member=member)
    for _number in range(times):
        post(house, parent=asked)
    drain()
    return asked


def test_replies_at_once_go_together_in_one_letter_a_member(house, lison, mailoutbox):
    asked = replied(house, lison, 3)
    assert mail_notices(0) == 1
    (letter,) = mailoutbox
    assert letter.subject.startswith("Groupe rivages · 3 nouveaux messages")
    assert f"#parvis-{asked.pk + 1}" in letter.body
    (html, kind), *_none = letter.alternatives
    assert kind == "text/html"
    assert "<blockquote" in html
    assert mail_notices(0) == 0


def test_what_comes_within_five_minutes_waits_for_the_next_letter(house, lison, mailoutbox):
    asked = replied(house, lison)
    mail_notices(0)
    post(house, parent=asked)
    drain()
    assert mail_notices(0) == 0
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert mail_notices(0) == 1
    assert len(mailoutbox) == 2


def test_a_digest_is_gathered_by_thread_once_a_day_at_seven(house, lison, mailoutbox):
    choose_way(member=lison, kind="thread", way="daily")
    with clock.at(MORNING - timedelta(days=1)):
        gather_digests(group=house.group)
        places = [post(house), post(house)]
        for place in places:
            follow(member=lison, kind="thread", pk=place.thread_id)
            drain()
        for place in (*places, *places):
            post(house, where=thread_numbered(place.thread_id))
        drain()
    with clock.at(MORNING - timedelta(hours=1)):
        assert mail_notices(0) == 0
    with clock.at(MORNING):
        assert mail_notices(0) == 1
        assert mail_notices(0) == 0
    assert "Votre journée" in mailoutbox[0].subject
    assert mailoutbox[0].body.count(f"{places[0].thread.article}\n") == 1
    with clock.at(MORNING + timedelta(days=1)):
        assert gather_digests(group=house.group) == 0


def test_a_letter_taken_by_a_worker_that_died_is_never_sent_again(house, lison, mailoutbox, monkeypatch):
    replied(house, lison)
    gather_at_once()

    class Killed(BaseException):
        pass

    def die(_mailing):
        raise Killed

    monkeypatch.setattr("parvis.members.telling.sending.letter_for", die)
    with pytest.raises(Killed):
        send_due()
    monkeypatch.undo()
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert mail_notices(0) == 0
        assert unconfirmed() == (1, 0)
    assert mailoutbox == []


class NotNow(EmailBackend):
    def send_messages(self, messages):
        raise SMTPDataError(451, b"greylisted")


class Breaks(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise SMTPServerDisconnected("after DATA")


def test_a_server_that_says_not_now_is_asked_again_later(house, lison, settings, mailoutbox):
    replied(house, lison)
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.NotNow"
    assert mail_notices(0) == 0
    settings.EMAIL_BACKEND = usual
    assert mail_notices(0) == 0
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert mail_notices(0) == 1
    assert len(mailoutbox) == 1


def test_a_line_that_breaks_while_sending_never_sends_twice(house, lison, settings, mailoutbox):
    replied(house, lison)
    settings.EMAIL_BACKEND = f"{__name__}.Breaks"
    mail_notices(0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(clock.now() + timedelta(hours=1)):
        assert mail_notices(0) == 0
        assert unconfirmed() == (0, 1)
    assert len(mailoutbox) == 1
    assert "lost" in Mailing.objects.get().error
    assert Notice.objects.get().mailed_at is None
    end_mailing(mailing=Mailing.objects.get())
    assert Notice.objects.get().mailed_at


def test_one_click_stops_that_kind_of_letter_without_signing_in(house, lison, mailoutbox):
    replied(house, lison)
    mail_notices(0)
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.sub(r"^<https?://[^/]*|>$", "", headers["List-Unsubscribe"])
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(address)
    assert "Arrêter ces lettres" in page.content.decode()
    assert {choice.kind.key: choice.way for choice in choices_of(lison)}["reply"] == "once"
    done = browser.post(address, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    chosen = {choice.kind.key: choice.way for choice in choices_of(lison)}
    assert (chosen["reply"], chosen["decision"]) == ("page", "once")
    browser.post(address, {"every": "1"})
    assert not {choice.way for choice in choices_of(lison)} & {"once", "daily", "weekly"}
    assert browser.get("/members/letters/forged:token/").status_code == 404


def test_what_waits_follows_a_change_of_mind(house, lison, mailoutbox):
    replied(house, lison)
    choose_way(member=lison, kind="reply", way="page")
    assert mail_notices(0) == 0
    choose_way(member=lison, kind="reply", way="once")
    assert mail_notices(0) == 1
    for kind, way in (("reply", "hourly"), ("decision", "never"), ("gossip", "once")):
        with pytest.raises(Refusal):
            choose_way(member=lison, kind=kind, way=way)


def entered(house, mail):
    claims = Claims(issuer="journal", subject="17", name="Abonnée", badges=(), language="fr", mail=mail)
    return enter_by_token(group=house.group, claims=claims)


def test_the_address_of_a_token_is_kept_only_of_a_member_who_asked_for_letters(house, mailoutbox):
    member = entered(house, "abonnee@lecteurs.example")
    replied(house, member)
    assert not KeptMail.objects.exists()
    assert mail_notices(0) == 0
    keep_mail(member=member)
    assert KeptMail.objects.get().mail == ""
    entered(house, "abonnee@lecteurs.example")
    replied(house, member)
    assert mail_notices(0) == 1
    assert mailoutbox[0].to == ["abonnee@lecteurs.example"]
    stop_mail(member=member)
    assert not KeptMail.objects.exists()
    replied(house, member)
    assert mail_notices(0) == 0


def test_the_bell_counts_what_is_due_and_not_read(house, lison, django_assert_num_queries):
    replied(house, lison, 2)
    with django_assert_num_queries(1):
        assert unread_of([lison]) == 2
    newest = told_to([lison])[0]
    assert see_notices(member=lison, up_to=newest.pk) == 2
    assert unread_of([lison]) == 0


def test_old_letters_and_read_notices_are_erased(house, lison):
    replied(house, lison, 2)
    mail_notices(0)
    see_notices(member=lison, up_to=Notice.objects.order_by("pk").first().pk)
    assert forget_letters(before=clock.now() + timedelta(seconds=1)) == 1
    assert not Mailing.objects.exists()
    assert Notice.objects.count() == 1


def test_a_stranger_s_digest_is_not_gathered_with_another_group_s(house, other_house, lison):
    choose_way(member=lison, kind="reply", way="daily")
    with clock.at(MORNING - timedelta(days=1)):
        gather_digests(group=house.group)
        replied(house, lison)
    with clock.at(MORNING):
        assert gather_digests(group=other_house.group) == 0
        assert gather_digests(group=house.group) == 1
    assert reader(other_house).pk
