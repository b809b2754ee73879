"""Writing on the square by plain forms, without a script."""

import re
from datetime import timedelta

import pytest

from parvis.conversations.models import Post, Profile, Reaction, Thread
from parvis.conversations.reads import thread_numbered
from parvis.kit import clock
from parvis.members.acts import enter_by_account
from parvis.members.models import Member
from parvis.moderation.acts import set_words
from parvis.moderation.models import Signal
from parvis.publishers.acts import set_policy
from parvis.site.addresses import thread_address
from parvis.testing.cast import account, own_thread, post, reader, space

WORDS = "Elle est vide depuis trois ans, et pourtant si belle."


@pytest.fixture
def lison(client, house):
    found = enter_by_account(group=house.group, account=account("lison@lecteurs.example"), pseudonym="Lison B.")
    client.force_login(found.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


@pytest.fixture
def new(house):
    space(house)
    return f"/t/{house.daily.key}/s/agora/new/"


def test_a_member_opens_a_thread(client, house, lison, new):
    key = re.search(r'name="key" value="(\w+)"', client.get(new).content.decode())[1]
    sent = {"heading": "Que faire de la halle ?", "text": WORDS, "key": key, "do": "send"}
    response = client.post(new, sent)
    opened = Thread.objects.get()
    assert response.status_code == 302
    assert "Que faire de la halle" in client.get(response["Location"]).content.decode()
    assert opened.first.author == lison
    assert client.post(new, sent).status_code == 302
    assert Thread.objects.count() == 1


def test_one_looks_before_publishing_and_nothing_is_written(client, house, lison, new):
    body = client.post(new, {"heading": "Que faire de la halle ?", "text": "Elle est *vide*.", "do": "preview"}).content.decode()
    assert "<em>vide</em>" in body
    assert "Que faire de la halle ?" in body and "Elle est *vide*." in body
    assert not Thread.objects.exists()


@pytest.mark.parametrize("do", ["preview", "send"])
def test_a_refusal_says_why_and_loses_nothing(client, house, lison, new, do):
    set_words(group=house.group, title=None, kind="banned", patterns=["crapule"], account_id=None)
    response = client.post(new, {"heading": "Cette crapule de maire", "text": WORDS, "do": do})
    body = response.content.decode()
    assert response.status_code == (422 if do == "send" else 200)
    assert "« crapule »" in body.replace("\u00a0", " ").replace("\u202f", " ")
    assert WORDS in body and "Cette crapule de maire" in body
    short = client.post(new, {"heading": "?", "text": WORDS, "do": do}).content.decode()
    assert "Dites en quelques mots" in short
    assert client.post(new, {"heading": "Un intitulé", "text": "", "do": do}).status_code == 422
    assert not Thread.objects.exists()


def test_advice_is_given_once(client, house, lison, new):
    sent = {"heading": "POURQUOI CETTE HALLE", "text": "ELLE EST VIDE DEPUIS TROIS ANS ET PERSONNE NE DIT RIEN", "do": "send"}
    response = client.post(new, sent)
    body = response.content.decode()
    assert response.status_code == 409
    assert 'name="advised" value="on"' in body and "ELLE EST VIDE" in body
    assert client.post(new, sent | {"advised": "on"}).status_code == 302
    assert Thread.objects.count() == 1


def test_held_words_are_seen_by_their_author_alone(client, house, lison, new):
    set_policy(group=house.group, mode="pre")
    response = client.post(new, {"heading": "Que faire de la halle ?", "text": WORDS, "do": "send"})
    body = client.get(response["Location"], follow=True).content.decode()
    assert "Vous seul voyez cette page" in body
    client.logout()
    assert client.get(response["Location"], follow=True).status_code == 404


def test_whoever_is_not_in_is_led_through_the_door_and_back(client, house, new):
    assert client.get(new)["Location"].startswith("/accounts/login/")
    door = client.get(f"/t/{house.daily.key}/enter/?next={new}").content.decode()
    assert f"enter/?next={new}" in door.replace("%2F", "/").replace("&amp;", "&")
    client.force_login(account("papy@lecteurs.example"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(new)["Location"] == f"/t/{house.daily.key}/enter/?next=" + new.replace("/", "%2F")
    named = client.post(f"/t/{house.daily.key}/enter/?next={new}", {"name": "Papy Voile"})
    assert named["Location"] == new
    assert Member.objects.get(pseudonym="Papy Voile").is_named
    assert client.get(f"/t/{house.daily.key}/enter/?next=https://voleur.example/")["Location"] == f"/t/{house.daily.key}/"
    assert client.get(f"/t/{house.daily.key}/enter/?next=//voleur.example/")["Location"] == f"/t/{house.daily.key}/"


def test_a_name_already_taken_is_said_at_the_door(client, house):
    reader(house, "Papy Voile")
    client.force_login(account("papy@lecteurs.example"), backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(f"/t/{house.daily.key}/enter/", {"name": "Papy Voile"})
    assert response.status_code == 422


def test_a_member_answers_a_thread_or_a_post(client, house, lison):
    opened = own_thread(house)
    reply = f"/t/{house.daily.key}/{opened.thread_id}/reply/"
    assert reply in client.get(thread_address(thread_numbered(opened.thread_id))).content.decode()
    client.post(reply, {"text": "Un marché du soir, avec des lampions.", "do": "send"})
    root = Post.objects.get(author=lison)
    assert root.parent is None
    assert root.author.pseudonym in client.get(f"{reply}?to={root.pk}").content.decode()
    client.post(f"{reply}?to={root.pk}", {"text": "Et un accordéon, si les voisins veulent bien.", "do": "send"})
    assert Post.objects.get(parent=root).author == lison
    assert client.get(f"{reply}?to=999999").status_code == 404
    assert client.post(reply, {"text": "", "do": "send"}).status_code == 422


def test_a_member_answers_under_an_article_too(client, house, lison):
    under = post(house)
    client.post(f"/t/{house.daily.key}/{under.thread_id}/reply/", {"text": "Un mot sous l’article, sans script.", "do": "send"})
    assert Post.objects.filter(author=lison, thread=under.thread).exists()


def test_one_changes_ones_own_words_in_time(client, house, lison):
    opened = own_thread(house, member=lison, heading="Que faire de la hale ?")
    address = f"/t/{house.daily.key}/posts/{opened.pk}/edit/"
    assert "Que faire de la hale ?" in client.get(address).content.decode()
    client.post(address, {"heading": "Que faire de la halle ?", "text": WORDS, "do": "send"})
    assert thread_numbered(opened.thread_id).heading == "Que faire de la halle ?"
    assert client.get(f"/t/{house.daily.key}/posts/{own_thread(house).pk}/edit/").status_code == 404
    with clock.at(opened.written_at + timedelta(hours=2)):
        late = client.post(address, {"heading": "Trop tard pour changer", "text": WORDS, "do": "send"})
    assert late.status_code == 409
    assert WORDS in late.content.decode()


def test_one_withdraws_ones_own_words_after_being_asked(client, house, lison):
    opened = own_thread(house, member=lison)
    address = f"/t/{house.daily.key}/posts/{opened.pk}/withdraw/"
    assert client.get(address).status_code == 200
    assert Post.objects.get(pk=opened.pk).is_visible
    assert client.post(address)["Location"] == f"/t/{house.daily.key}/s/agora/"
    assert not Post.objects.get(pk=opened.pk).is_visible
    assert client.post(f"/t/{house.daily.key}/posts/{own_thread(house).pk}/withdraw/").status_code == 404


def test_a_reaction_is_given_and_taken_back(client, house, lison):
    opened = own_thread(house)
    address = f"/t/{house.daily.key}/posts/{opened.pk}/react/"
    client.post(address, {"kind": "useful"})
    assert Reaction.objects.get().kind == "useful"
    body = client.get(thread_address(thread_numbered(opened.thread_id))).content.decode()
    assert 'value="useful" aria-pressed="true"' in body
    client.post(address, {"kind": "useful"})
    assert not Reaction.objects.exists()
    assert client.post(address, {"kind": "hated"}).status_code == 422
    assert client.get(address).status_code == 405


def test_anyone_signals_and_says_why(client, house):
    opened = own_thread(house)
    address = f"/t/{house.daily.key}/posts/{opened.pk}/signal/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "insult", "words": "Le deuxième mot."}).status_code == 302
    assert Signal.objects.get().words == "Le deuxième mot."
    assert client.get(f"/t/{house.daily.key}/posts/999999/signal/").status_code == 404


def test_one_decides_what_one_shows(client, house, lison):
    own_thread(house, member=lison)
    address = f"/t/{house.daily.key}/members/me/"
    client.post(address, {"source": "Institutrice retraitée.", "is_listed": "on"})
    profile = Profile.objects.get(member=lison)
    assert (profile.text, profile.shows_posts, profile.is_listed) == ("Institutrice retraitée.", False, True)
    assert "Institutrice retraitée." in client.get(address).content.decode()
    assert client.post(address, {"source": "x" * 601}).status_code == 422
    client.logout()
    assert client.get(address).status_code == 302


def test_a_member_pays_few_queries_for_a_thread(client, house, lison, django_assert_max_num_queries):
    opened = own_thread(house)
    for _number in range(3):
        post(house, where=thread_numbered(opened.thread_id))
    with django_assert_max_num_queries(16):
        client.get(thread_address(thread_numbered(opened.thread_id)))
