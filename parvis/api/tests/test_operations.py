"""What machines do with a key, and what they may not."""

import json

import pytest

from parvis.api.acts import make_api_key, retire_api_key
from parvis.conversations.models import Post
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, thread


@pytest.fixture
def key(house):
    return make_api_key(
        group=house.group,
        title=house.daily,
        name="Système éditorial",
        scopes=["read", "write", "moderate"],
        account_id=house.accounts["community_manager"].pk,
    )


@pytest.fixture
def ask(client, house, key):
    def asked(method, path, body=None, secret=key.secret, title=house.daily, **headers):
        address = f"/api/v1/titles/{title.key}/{path}"
        headers = {"Authorization": f"Bearer {secret}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return client.generic(method, address, json.dumps(body or {}), "application/json", headers=headers)

    return asked


def test_an_article_is_described_then_discussed(ask, house):
    address = f"https://{house.daily.key}.example/digue"
    described = ask("PUT", "articles", {"address": address, "headline": "La digue tient", "section": "mer", "authors": ["A. Q."]})
    assert described.status_code == 200
    assert described.json()["section"] == "mer"
    sent = {"address": address, "author": {"subject": "42", "name": "Lison B."}, "text": "La digue tiendra encore un hiver."}
    made = ask("POST", "posts", sent, Idempotency_Key="abc")
    assert made.status_code == 201
    assert ask("POST", "posts", sent, Idempotency_Key="abc").status_code == 200
    assert Post.objects.count() == 1
    listed = ask("GET", "articles").json()["articles"][0]
    page = ask("GET", f"threads/{listed['thread']}").json()
    assert page["posts"][0]["author"]["name"] == "Lison B."
    assert ask("GET", f"posts/{made.json()['post']['id']}").json()["html"] == "<p>La digue tiendra encore un hiver.</p>"


def test_an_article_of_another_site_is_not_believed(ask):
    refused = ask("PUT", "articles", {"address": "https://ailleurs.example/x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "origin_not_allowed")


def test_a_case_is_judged_with_its_rule(ask, house):
    set_policy(group=house.group, title=house.daily, mode="pre")
    held = post(house)
    case = ask("GET", "cases").json()["cases"][0]
    assert case["subject"] == held.subject
    assert ask("POST", f"cases/{case['id']}/decisions", {"verdict": "refuse"}).json()["error"]["code"] == "rule_needed"
    decided = ask("POST", f"cases/{case['id']}/decisions", {"verdict": "refuse", "rule": 1})
    assert (decided.status_code, decided.json()["standing"]) == (201, "refused")
    assert not Case.objects.open().exists()


def test_a_thread_is_closed_and_opened_again(ask, house):
    written = post(house)
    assert ask("POST", f"threads/{written.thread_id}/closing", {"reason": "La nuit"}).json()["standing"] == "closed"
    assert ask("GET", f"threads/{written.thread_id}").json()["thread"]["open"] is False
    assert ask("DELETE", f"threads/{written.thread_id}/closing").json()["standing"] == "open"


def test_a_key_opens_its_own_title_only(ask, house, other_house):
    elsewhere = post(house, where=None)
    for title in (house.weekly, other_house.daily):
        assert ask("GET", "articles", title=title).status_code == 404
        assert ask("GET", f"posts/{elsewhere.pk}", title=title).status_code == 404


def test_a_key_without_the_scope_an_unknown_one_and_a_retired_one_are_refused(ask, house, key, client):
    account = house.accounts["community_manager"].pk
    reads = make_api_key(group=house.group, title=house.daily, name="Lecture", scopes=["read"], account_id=account)
    assert ask("GET", "articles", secret=reads.secret).status_code == 200
    assert ask("GET", "cases", secret=reads.secret).json()["error"]["code"] == "scope_missing"
    assert ask("GET", "articles", secret="rien.du.tout").status_code == 401
    assert client.get(f"/api/v1/titles/{house.daily.key}/articles").json()["error"]["code"] == "bad_key"
    retire_api_key(key=key.key, account_id=account)
    assert ask("GET", "articles").json()["error"]["code"] == "bad_key"


def test_whoever_may_not_configure_makes_no_key(house):
    with pytest.raises(Refusal):
        make_api_key(group=house.group, title=house.daily, name="", scopes=["read"], account_id=house.accounts["moderator"].pk)


def test_too_many_requests_are_told_to_wait(ask):
    answers = [ask("GET", "cases").status_code for _turn in range(130)]
    assert 429 in answers


def test_a_field_that_is_not_what_is_expected_is_named(ask):
    refused = ask("POST", "posts", {"address": "https://a.example/", "text": 3, "author": {"subject": "1"}})
    assert refused.status_code == 422
    assert "body.body.text" in refused.json()["error"]["fields"]["in"]


def test_the_threads_of_a_title_are_listed_and_counted(ask, house):
    written = post(house)
    listed = ask("GET", "threads").json()
    assert [(row["id"], row["count"], row["open"]) for row in listed["threads"]] == [(written.thread_id, 1, True)]
    assert listed["next"] is None
    address, silent = listed["threads"][0]["address"], f"https://{house.daily.key}.example/silence"
    assert ask("GET", f"counts?address={address}&address={silent}").json()["counts"] == {address: 1, silent: 0}
    assert ask("GET", "threads", title=house.weekly).status_code == 404
    assert ask("GET", f"counts?address={address}", title=house.weekly).status_code == 404


def test_the_next_page_of_threads_starts_after_the_last_shown(ask, house, monkeypatch):
    monkeypatch.setattr("parvis.api.lists.PAGE", 1)
    first, second = (post(house, where=thread(house, slug)).thread_id for slug in ("un", "deux"))
    page = ask("GET", "threads").json()
    assert [row["id"] for row in page["threads"]] == [second]
    rest = ask("GET", f"threads?after={page['next']}").json()
    assert ([row["id"] for row in rest["threads"]], rest["next"]) == ([first], None)


def test_a_verb_that_is_not_known_is_refused_in_the_same_shape(ask):
    refused = ask("DELETE", "articles")
    assert (refused.status_code, refused.json()["error"]["code"]) == (405, "wrong_verb")
    assert "PUT" in refused["Allow"]
