"""Sending twice, acting once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from parvis.api.jobs import forget_kept_answers
from parvis.api.models import KeptAnswer
from parvis.api.tests.conftest import made_key
from parvis.conversations.models import Post
from parvis.publishers.models import Site
from parvis.testing.cast import build_house, post


def test_the_same_request_with_the_same_key_acts_once_and_is_answered_the_same(ask):
    sent = {"name": "Blogs", "origins": ["https://blogs.example"]}
    first, second = (ask("POST", "sites", sent, Idempotency_Key="abc") for _turn in range(2))
    assert (second.status_code, second.json()) == (first.status_code, first.json()) == (201, first.json())
    assert second["Idempotency-Replayed"] == "true"
    assert Site.objects.filter(name="Blogs").count() == 1


def test_the_same_key_for_another_request_is_refused(ask):
    ask("POST", "sites", {"name": "Blogs"}, Idempotency_Key="abc")
    other = ask("POST", "sites", {"name": "Autre"}, Idempotency_Key="abc")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert ask("PUT", "sections/mer", {"name": "Mer"}, Idempotency_Key="abc").status_code == 422


def test_what_was_refused_may_be_asked_again_once_mended(ask):
    assert ask("POST", "sites", {"name": "Blogs", "origins": ["ftp://x"]}, Idempotency_Key="abc").status_code == 422
    assert not Site.objects.filter(name="Blogs").exists()
    assert ask("POST", "sites", {"name": "Blogs"}, Idempotency_Key="abc").status_code == 201


def test_a_strange_key_is_refused_and_another_machine_has_its_own(ask, house):
    assert ask("POST", "sites", {"name": "Blogs"}, Idempotency_Key="x" * 256).status_code == 400
    other = made_key(house).secret
    ask("POST", "sites", {"name": "Blogs"}, Idempotency_Key="abc")
    assert ask("POST", "sites", {"name": "Autre"}, Idempotency_Key="abc", secret=other).status_code == 201


def test_what_breaks_half_way_leaves_nothing_and_may_be_asked_again(house, key, monkeypatch):
    written = post(house)
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {key.secret}", "Idempotency-Key": "abc"}
    address = f"/api/v1/titles/{house.daily.key}/posts/{written.pk}/pin"
    with monkeypatch.context() as broken:
        broken.setattr("parvis.api.once.keep_answer", lambda **_given: 1 / 0)
        assert client.put(address, headers=headers).status_code == 500
    assert not KeptAnswer.objects.exists()
    assert not written.pins.exists()
    assert client.put(address, headers=headers).status_code == 200


def test_a_day_later_the_key_may_serve_again_and_nothing_is_kept(ask):
    ask("POST", "sites", {"name": "Blogs"}, Idempotency_Key="abc")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert ask("POST", "sites", {"name": "Autre"}, Idempotency_Key="abc").status_code == 201
    assert KeptAnswer.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(hours=50)):
        assert forget_kept_answers(0) == 1


@pytest.mark.django_db(transaction=True)
def test_two_twins_at_the_same_instant_write_once():
    house = build_house("jumeaux")
    secret, together = made_key(house).secret, Barrier(2)
    sent = {
        "address": f"https://{house.daily.key}.example/pont",
        "author": {"subject": "42", "name": "Lison B."},
        "text": "La digue tiendra encore un hiver.",
    }

    def ask(_turn):
        try:
            together.wait(10)
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "abc"}
            return Client().generic(
                "POST", f"/api/v1/titles/{house.daily.key}/posts", json.dumps(sent), "application/json", headers=headers
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 1
    assert Post.objects.count() == 1
