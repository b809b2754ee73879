"""What the element asks of notices, following, muting and unread posts."""

import json

import pytest
from django.test import Client

from parvis.conversations.acts.following import follow, mute_member, see_thread
from parvis.conversations.reads import thread_numbered
from parvis.journal.deliver import drain
from parvis.members.acts import make_signing_key
from parvis.members.models import KeptMail
from parvis.members.sessions import session_for
from parvis.testing.cast import House, post, reader


class Element:
    """The element's calls, in the name of a reader."""

    def __init__(self, house: House, member) -> None:
        self.title = house.daily.key
        self.headers = {"Authorization": f"Bearer {session_for(member).bearer}"}

    def ask(self, method: str, path: str, body=None, **query):
        address = f"/embed/{path}?" + "&".join(f"{name}={value}" for name, value in {"title": self.title, **query}.items())
        return Client().generic(method, address, json.dumps(body), "application/json", headers=self.headers)


@pytest.fixture
def lison(house):
    return reader(house, "Lison B.")


@pytest.fixture
def element(house, lison):
    return Element(house, lison)


def test_the_bell_says_what_was_told_and_forgets_what_was_seen(house, lison, element):
    answer = post(house, parent=post(house, member=lison))
    drain()
    told = element.ask("GET", "notices").json()
    assert told["unread"] == 1
    (notice,) = told["notices"]
    assert notice["link"].endswith(f"#parvis-{answer.pk}")
    assert (notice["kind"], notice["seen"]) == ("reply", False)
    assert element.ask("PUT", "notices/seen", {"up_to": notice["id"]}).status_code == 204
    assert element.ask("GET", "notices/unread").json() == {"unread": 0}


def test_unread_posts_are_counted_since_the_last_visit_and_given_one_after_the_other(house, lison, element):
    first = post(house)
    see_thread(member=lison, thread_id=first.thread_id, post_id=first.pk)
    muted = reader(house)
    mute_member(member=lison, muted_id=muted.pk)
    where = thread_numbered(first.thread_id)
    new = [post(house, where=where), post(house, member=muted, where=where), post(house, where=where)]
    mine = element.ask("GET", "mine", thread=first.thread_id).json()
    assert (mine["seen"], mine["new"], mine["muted"]) == (first.pk, 2, [muted.pk])
    ask = f"threads/{first.thread_id}/unread"
    assert element.ask("GET", ask, after=first.pk).json() == {"post": new[0].pk}
    assert element.ask("GET", ask, after=new[0].pk).json() == {"post": new[2].pk}
    assert element.ask("GET", ask, after=new[2].pk).json() == {"post": None}
    assert element.ask("PUT", f"threads/{first.thread_id}/seen", {"post": 10**12}).status_code == 204
    later = post(house, where=where)
    mine = element.ask("GET", "mine", thread=first.thread_id).json()
    assert (mine["seen"], mine["new"]) == (new[2].pk, 1)
    assert later.pk > mine["seen"]


def test_a_first_visit_finds_nothing_new(house, element):
    assert element.ask("GET", "mine", thread=post(house).thread_id).json()["new"] == 0


def test_following_and_muting_are_said_back(house, lison, element):
    other = reader(house)
    first = post(house, member=other)
    assert element.ask("PUT", f"following/thread/{first.thread_id}").status_code == 200
    assert element.ask("PUT", f"following/author/{other.pk}").status_code == 200
    following = element.ask("GET", "mine", thread=first.thread_id).json()["following"]
    assert (following["thread"], following["authors"]) == (True, [other.pk])
    assert element.ask("PUT", f"muted/{other.pk}").status_code == 200
    mine = element.ask("GET", "mine", thread=first.thread_id).json()
    assert (mine["following"]["authors"], mine["muted"]) == ([], [other.pk])
    assert element.ask("DELETE", f"muted/{other.pk}").status_code == 200
    assert element.ask("DELETE", f"following/thread/{first.thread_id}").status_code == 200
    assert element.ask("PUT", f"muted/{lison.pk}").status_code == 409


def test_how_a_reader_stands_to_a_thread_costs_four_questions(house, lison, django_assert_num_queries):
    from parvis.embed.following import reading_data

    first = post(house)
    follow(member=lison, kind="thread", pk=first.thread_id)
    see_thread(member=lison, thread_id=first.thread_id, post_id=first.pk)
    where = thread_numbered(first.thread_id)
    with django_assert_num_queries(4):
        reading_data(lison, where)


def test_a_reader_by_token_is_asked_before_their_address_is_kept(house):
    made = make_signing_key(group=house.group, title=house.daily, issuer="journal", account_id=None)
    import time

    import jwt

    now = int(time.time())
    claims = {"iss": "journal", "aud": house.daily.key, "sub": "7", "name": "Abonnée", "iat": now, "exp": now + 300}
    token = jwt.encode(claims | {"email": "a@lecteurs.example"}, made.secret, algorithm="HS256", headers={"kid": made.key.kid})
    entered = Client().post("/embed/session", {"title": house.daily.key, "token": token}, "application/json").json()
    element = Element(house, reader(house))
    element.headers = {"Authorization": f"Bearer {entered['session']}"}
    assert element.ask("GET", "choices").json()["mail"]["state"] == "off"
    assert not KeptMail.objects.exists()
    assert element.ask("PUT", "mail", {"on": True}).json()["mail"]["state"] == "awaited"
    assert element.ask("PUT", "mail", {"on": True, "token": token}).json()["mail"]["state"] == "on"
    assert KeptMail.objects.get().mail == "a@lecteurs.example"
    changed = element.ask("PUT", "choices", {"kind": "thread", "way": "weekly"}).json()
    assert {choice["kind"]: choice["way"] for choice in changed["choices"]}["thread"] == "weekly"
    assert element.ask("PUT", "mail", {"on": False}).json()["mail"]["state"] == "off"
    assert element.ask("PUT", "choices", {"kind": "thread", "way": "hourly"}).status_code == 422


def test_another_title_s_readers_are_not_let_in(house, other_house):
    element = Element(house, reader(other_house))
    for path in ("notices", "notices/unread", "choices"):
        assert element.ask("GET", path).status_code == 404
