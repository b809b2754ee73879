"""Who is let in, how often, and the one shape of whatever is refused."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from parvis.api.pace import BAD_BURST
from parvis.api.tests.conftest import made_key
from parvis.kit.refusals import Refusal
from parvis.machines.acts import make_api_key, retire_api_key
from parvis.publishers.acts import end_seat, give_seat
from parvis.publishers.models import Seat


def code(answer):
    said = answer.json()
    assert said["ok"] is False
    assert set(said) == {"ok", "error"}
    assert set(said["error"]) <= {"code", "message", "fields", "details"}
    return answer.status_code, said["error"]["code"]


def test_a_key_without_the_scope_an_unknown_one_and_a_retired_one_are_refused(ask, house, key, client):
    reads = made_key(house, scopes=["read:articles"])
    assert ask("GET", "articles", secret=reads.secret).status_code == 200
    assert code(ask("GET", "cases", secret=reads.secret)) == (403, "scope_missing")
    assert code(ask("GET", "articles", secret="rien.du.tout")) == (401, "bad_key")
    without = client.get(f"/api/v1/titles/{house.daily.key}/articles")
    assert code(without) == (401, "bad_key")
    assert without["WWW-Authenticate"].startswith("Bearer")
    retire_api_key(key=key.key, account_id=house.accounts["community_manager"].pk)
    assert code(ask("GET", "articles")) == (401, "bad_key")


def test_a_key_opens_nothing_once_it_has_expired(ask, house):
    short = made_key(house, expires_at=timezone.now() + timedelta(days=1))
    assert ask("GET", "articles", secret=short.secret).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert code(ask("GET", "articles", secret=short.secret)) == (401, "bad_key")


def test_a_key_dies_with_the_seat_that_made_it(ask, house):
    account = house.accounts["community_manager"].pk
    end_seat(seat=Seat.objects.get(account=account), ended_by=house.accounts["group_manager"].pk)
    assert code(ask("GET", "articles")) == (401, "bad_key")


def test_a_key_never_does_more_than_the_seat_behind_it_may_now(ask, house):
    account = house.accounts["community_manager"].pk
    give_seat(account_id=account, role="marketing", group=house.group, title=house.daily)
    end_seat(seat=Seat.objects.get(account=account, role="community_manager"), ended_by=house.accounts["group_manager"].pk)
    assert ask("GET", "articles").status_code == 200
    assert code(ask("GET", "cases")) == (403, "not_your_role")
    assert code(ask("PATCH", "policy", {"settings": {"mode": "pre"}})) == (403, "not_your_role")


def test_whoever_may_not_configure_makes_no_key(house):
    with pytest.raises(Refusal):
        make_api_key(group=house.group, title=house.daily, name="", scopes=["read"], account_id=house.accounts["moderator"].pk)


def test_a_key_that_goes_too_fast_is_told_how_long_to_wait(ask, monkeypatch):
    monkeypatch.setattr("parvis.api.pace.BURST", 5)
    monkeypatch.setattr("parvis.api.pace.PER_SECOND", 0.1)
    first = ask("GET", "sections")
    assert first["RateLimit"].startswith('"key";r=4;')
    assert first["RateLimit-Policy"].startswith('"key";q=5;w=50')
    answers = [ask("GET", "sections") for _turn in range(6)]
    late = next(answer for answer in answers if answer.status_code == 429)
    assert code(late) == (429, "too_often")
    assert int(late["Retry-After"]) >= 1


def test_an_address_that_tries_keys_is_slowed_down_and_a_good_key_still_comes_in_from_there(ask, key):
    answers = [code(ask("GET", "articles", secret=f"abc{turn}.xyz")) for turn in range(BAD_BURST + 5)]
    assert answers[0] == (401, "bad_key")
    assert answers[-1] == (429, "too_often")
    assert ask("GET", "articles").status_code == 200


def test_fields_are_named_as_the_client_wrote_them_and_explained_in_its_language(ask):
    sent = {"address": "https://a.example/", "text": 3, "author": {}}
    french = ask("POST", "posts", sent, Accept_Language="fr").json()["error"]
    assert french["fields"] == {"text": "Un texte est attendu.", "author.subject": "Ce champ est nécessaire."}
    english = ask("POST", "posts", sent, Accept_Language="en").json()["error"]
    assert english["fields"]["text"] == "A text is expected."
    assert ask("GET", "threads/0").json()["error"]["fields"].keys() == {"thread_id"}
    assert ask("GET", "cases?after=zéro").json()["error"]["fields"].keys() == {"after"}


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nulle-part", "/api/v2/titles"])
def test_any_other_address_is_not_found_in_the_same_shape(client, db, address):
    assert code(client.get(address)) == (404, "not_found")


def test_a_wrong_verb_a_form_and_what_is_not_json_are_refused_in_the_same_shape(ask, client, house, key):
    refused = ask("DELETE", "articles")
    assert code(refused) == (405, "wrong_verb")
    assert "PUT" in refused["Allow"]
    address, headers = f"/api/v1/titles/{house.daily.key}/posts", {"Authorization": f"Bearer {key.secret}"}
    assert code(client.post(address, {"text": "x"}, headers=headers)) == (415, "not_json")
    assert code(client.generic("POST", address, "{", "application/json", headers=headers)) == (400, "unreadable")


def test_a_body_too_large_is_refused(ask, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert code(ask("PUT", "lists/banned-words", {"entries": ["x" * 200]})) == (413, "too_large")


def test_what_breaks_is_said_in_the_same_shape_and_loudly(house, key, monkeypatch):
    def breaks(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("parvis.api.articles.sites_of", breaks)
    address = f"/api/v1/titles/{house.daily.key}/sites"
    headers = {"Authorization": f"Bearer {key.secret}"}
    assert code(Client(raise_request_exception=False).get(address, headers=headers)) == (500, "broken")
    with pytest.raises(ZeroDivisionError):
        Client().get(address, headers=headers)


def test_what_has_not_changed_is_not_sent_again(ask):
    first = ask("GET", "sites")
    again = ask("GET", "sites", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["RateLimit"]


def test_the_last_use_of_a_key_is_written_at_most_once_in_five_minutes(ask, key, django_assert_num_queries):
    ask("GET", "sites")
    key.key.refresh_from_db()
    first = key.key.last_used_at
    assert first
    ask("GET", "sites")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        ask("GET", "sites")
    key.key.refresh_from_db()
    assert key.key.last_used_at > first


def test_the_page_for_people_lists_every_operation_and_scope(client, db):
    page = client.get("/api/v1/docs").content.decode()
    assert "/titles/{title_key}/cases/{case_id}/decisions" in page
    assert "judge:cases" in page
    assert json.loads(client.get("/api/v1/openapi.json").content)["info"]["title"] == "Parvis"
