"""Asking a journalist to answer, and knowing how far they are."""

import pytest
from django.core import mail

from parvis.conversations.acts import end_summons, see_summons, summon
from parvis.conversations.jobs import mail_summons
from parvis.conversations.models import Post, Summons
from parvis.kit.refusals import Refusal
from parvis.testing.cast import post, reader


def test_a_journalist_is_asked_sees_it_and_answers_with_the_badge_of_their_seat(as_seat, house):
    host, written, journalist = as_seat("community_manager"), post(house), house.accounts["journalist"]
    asked = {"colleague": journalist.pk, "words": "Ils demandent d’où vient le chiffre.", "about": written.pk}
    address = f"/desk/threads/{written.thread_id}/"
    host.post(f"{address}invite/", asked)
    assert "is asked to answer" in host.get(address).content.decode()
    as_seat("journalist").get(address)
    assert "has seen the question" in host.get(address).content.decode()
    as_seat("journalist").post(f"{address}answer/", {"words": "Le chiffre vient du rapport annuel du port, page douze."})
    assert "has answered" in host.get(address).content.decode()
    answer = Post.objects.latest("pk")
    assert answer.badges == ["staff:journalist"]
    assert Summons.objects.get().answer == answer


def test_the_letter_says_who_asks_and_where_and_is_sent_once(house):
    written = post(house)
    made = summon(
        account_id=house.accounts["community_manager"].pk,
        thread_id=written.thread_id,
        colleague_id=house.accounts["journalist"].pk,
        words="Un mot ?",
        post_id=written.pk,
    )
    for _n in range(2):
        mail_summons(made.pk, "https://parvis.example")
    (letter,) = mail.outbox
    assert letter.to == [house.accounts["journalist"].mail]
    assert f"https://parvis.example/desk/threads/{written.thread_id}/?around={written.pk}" in letter.body
    assert "Un mot ?" in letter.body


def test_nobody_from_elsewhere_is_asked_and_a_question_is_taken_back(house):
    written, mine = post(house), house.accounts["community_manager"].pk
    for who in ("weekly_moderator", "guest", "nobody"):
        with pytest.raises(Refusal):
            summon(account_id=mine, thread_id=written.thread_id, colleague_id=house.accounts[who].pk)
    asked = {"thread_id": written.thread_id, "colleague_id": house.accounts["journalist"].pk}
    first = summon(account_id=mine, **asked)
    assert summon(account_id=mine, words="Encore", **asked).pk == first.pk
    with pytest.raises(Refusal):
        end_summons(account_id=house.accounts["moderator"].pk, summons_id=first.pk)
    end_summons(account_id=mine, summons_id=first.pk)
    see_summons(account_id=house.accounts["journalist"].pk, thread_id=written.thread_id)
    assert Summons.objects.get().state == "ended"
    mail_summons(first.pk, "https://parvis.example")
    assert mail.outbox == []


def test_a_guest_does_not_answer_for_the_newsroom(as_seat, house):
    written = post(house, member=reader(house))
    answer = as_seat("guest").post(f"/desk/threads/{written.thread_id}/answer/", {"words": "Un mot de trop, sans doute."})
    assert answer.status_code == 403
    assert Post.objects.count() == 1
