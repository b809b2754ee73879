"""One's notifications on the square: read, chosen, followed and muted without a script."""

import pytest

from parvis.conversations.acts.following import follow, mute_member, see_thread
from parvis.conversations.models import Following, Mute
from parvis.conversations.reads import thread_numbered
from parvis.journal.deliver import drain
from parvis.members.acts import enter_by_account
from parvis.members.telling.reads import choices_of, unread_of
from parvis.testing.cast import account, own_thread, post, reader

PAGE = "/members/me/notifications/"


@pytest.fixture
def lison(house):
    return enter_by_account(group=house.group, account=account("lison@lecteurs.example"), pseudonym="Lison B.")


@pytest.fixture
def browser(client, lison):
    client.force_login(lison.account)
    return client


def test_what_one_is_told_is_listed_and_read(house, lison, browser):
    post(house, parent=post(house, member=lison), text="Une réponse précise à propos du quai Nord et de ses grues.")
    drain()
    page = browser.get(PAGE).content.decode()
    assert "vous a répondu" in page
    assert "quai Nord" in page
    assert unread_of([lison]) == 1
    newest = page.split('name="up_to" value="')[1].split('"')[0]
    assert browser.post(f"{PAGE}read/", {"up_to": newest}).status_code == 302
    assert unread_of([lison]) == 0


def test_a_stranger_is_sent_to_the_door(client, house):
    assert client.get(PAGE).status_code in (302, 401, 403)


def test_choices_are_kept_and_a_senseless_one_is_refused(lison, browser):
    assert browser.post(f"/members/me/choices/{lison.pk}/", {"thread": "daily"}).status_code == 302
    assert {choice.kind.key: choice.way for choice in choices_of(lison)}["thread"] == "daily"
    assert browser.post(f"/members/me/choices/{lison.pk}/", {"thread": "hourly"}).status_code == 422


def test_another_s_choices_are_not_mine(house, lison, browser):
    other = reader(house)
    assert browser.post(f"/members/me/choices/{other.pk}/", {"thread": "daily"}).status_code == 404
    assert browser.post(f"/members/me/heed/{other.pk}/author/{lison.pk}/", {"deed": "follow"}).status_code == 404


def test_a_discussion_is_followed_from_its_page_and_one_comes_back_there(house, lison, browser):
    opened = own_thread(house)
    place = f"/t/{house.daily.key}/{opened.thread_id}/"
    page = browser.get(place, follow=True).content.decode()
    assert "Suivre cette discussion" in page
    deed = f"/members/me/heed/{lison.pk}/thread/{opened.thread_id}/?next={place}"
    assert browser.post(deed, {"deed": "follow"}).headers["Location"] == place
    assert Following.objects.filter(member=lison, thread=opened.thread_id).exists()
    assert "Ne plus suivre cette discussion" in browser.get(place, follow=True).content.decode()
    assert "Ne plus suivre" in browser.get(PAGE).content.decode()
    assert browser.post(deed, {"deed": "gossip"}).status_code == 404


def test_what_is_new_since_the_last_visit_is_said_once(house, lison, browser):
    opened = own_thread(house)
    see_thread(member=lison, thread_id=opened.thread_id, post_id=opened.pk)
    new = post(house, where=thread_numbered(opened.thread_id))
    place = f"/t/{house.daily.key}/{opened.thread_id}/"
    first = browser.get(place, follow=True).content.decode()
    assert "Un nouveau depuis votre visite" in first
    assert f"posts/{new.pk}/#parvis-{new.pk}" in first
    assert "depuis votre visite" not in browser.get(place, follow=True).content.decode()


def test_posts_of_someone_muted_are_folded_for_me_alone(house, lison, browser, client):
    loud = reader(house)
    said = post(house, member=loud, text="Un avis que l’on ne veut plus lire sur le stationnement du samedi.")
    mute_member(member=lison, muted_id=loud.pk)
    place = f"/t/{house.daily.key}/{said.thread_id}/"
    assert "<details" in browser.get(place, follow=True).content.decode()
    assert loud.pseudonym in browser.get(PAGE).content.decode()
    browser.post(f"/members/me/heed/{lison.pk}/author/{loud.pk}/", {"deed": "unmute"})
    assert not Mute.objects.exists()
    assert '<details class="folded"' not in browser.get(place, follow=True).content.decode()


def test_what_one_follows_is_listed_in_a_fixed_number_of_questions(house, lison, browser, django_assert_max_num_queries):
    for _number in range(3):
        follow(member=lison, kind="thread", pk=post(house).thread_id)
        follow(member=lison, kind="author", pk=reader(house).pk)
    drain()
    with django_assert_max_num_queries(14):
        browser.get(PAGE)
