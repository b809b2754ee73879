"""Keys that an issuer publishes at an address: read seldom, kept when it is down, changed when it changes them."""

import json
import time
from datetime import timedelta

import pytest

from parvis.kit import clock
from parvis.kit.fetching import fetch_json
from parvis.kit.refusals import Refusal, ServiceDown
from parvis.members.jobs import read_published_keys
from parvis.members.models import Fault, Issuer
from parvis.members.reads import has_single_sign_on
from parvis.members.signing.acts import claim_reading, declare_issuer, keep_fault, keep_keys, retire_issuer
from parvis.members.signing.public_keys import published_keys
from parvis.members.sso import BadToken, read_token
from parvis.members.tests.publishing import ISSUER, jwk, private_key, published, token


@pytest.fixture
def spring(settings):
    """An address where one key, “printemps”, is published."""
    with published(jwk(private_key(), "printemps")) as door:
        settings.PARVIS_TRUSTED_HOSTS = [door.host]
        yield door


def declared(house, door, **more) -> Issuer:
    given = {"group": house.group, "title": house.daily, "issuer": ISSUER, "address": door.address, "account_id": None}
    return declare_issuer(**given | more)


def refused(raw: str, title) -> str:
    with pytest.raises(BadToken) as caught:
        read_token(raw, title)
    return caught.value.reason


def test_the_first_token_has_the_keys_read_and_the_next_does_not(house, spring, django_assert_num_queries):
    declared(house, spring)
    assert has_single_sign_on(house.daily)
    raw = token(house, private_key(), "printemps")
    assert read_token(raw, house.daily).name == "Awa"
    with django_assert_num_queries(2):
        read_token(raw, house.daily)
    assert spring.asked == 1


def test_a_new_key_is_found_by_its_unknown_name_but_not_more_than_once_a_minute(house, spring):
    issuer = declared(house, spring)
    read_token(token(house, private_key(), "printemps"), house.daily)
    spring.body = json.dumps({"keys": [jwk(private_key("ES256"), "ete")]})
    raw = token(house, private_key("ES256"), "ete", "ES256")
    assert refused(raw, house.daily) == "unknown_key"
    assert spring.asked == 1
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert read_token(raw, house.daily).name == "Awa"
        for number in range(20):
            assert refused(token(house, private_key(), f"inconnue-{number}"), house.daily) == "unknown_key"
        assert refused(token(house, private_key(), "printemps"), house.daily) == "unknown_key", "taken out of the set"
    assert spring.asked == 2
    issuer.refresh_from_db()
    assert [key["kid"] for key in issuer.keys] == ["ete"]


def test_when_the_address_is_down_the_keys_read_before_are_believed(house, spring):
    issuer = declared(house, spring)
    raw = token(house, private_key(), "printemps", exp=clock.now() + timedelta(hours=2))
    read_token(raw, house.daily)
    for status, body, fault in (
        (503, "{}", "down"),
        (200, "<html>", "no_key_set"),
        (200, '{"keys": []}', "no_usable_key"),
        (302, "{}", "down"),
    ):
        spring.status, spring.body = status, body
        Issuer.objects.filter(pk=issuer.pk).update(asked_at=None)  # a minute has passed
        assert refused(token(house, private_key(), "autre"), house.daily) == "unknown_key"
        issuer.refresh_from_db()
        assert issuer.fault == fault
        assert issuer.trouble
        assert read_token(raw, house.daily)


def test_a_slow_address_holds_nobody_long(house, settings):
    settings.PARVIS_TRUSTED_HOSTS = ["127.0.0.1:9"]
    declared(house, type("Door", (), {"address": "http://127.0.0.1:9/jwks.json"}))
    began = time.monotonic()
    assert refused(token(house, private_key(), "printemps"), house.daily) == "unknown_key"
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "address",
    [
        "http://comptes.example/jwks.json",
        "https://127.0.0.1/jwks.json",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost:8443/jwks.json",
    ],
)
def test_keys_are_read_by_https_on_the_open_internet_only(address):
    with pytest.raises(ServiceDown):
        fetch_json(address, limit_bytes=1000, seconds=1)


def test_a_set_too_long_to_be_one_is_not_read(spring):
    spring.body = json.dumps({"keys": ["x" * 5000]})
    with pytest.raises(ServiceDown):
        fetch_json(spring.address, limit_bytes=1000, seconds=1)


def test_only_one_asks_at_a_time(house, spring):
    issuer = declared(house, spring)
    assert claim_reading(issuer_id=issuer.pk)
    assert not claim_reading(issuer_id=issuer.pk)


def test_the_worker_reads_every_issuer_again_and_outlives_those_that_fail(house, spring):
    declared(house, spring)
    down = declared(house, spring, issuer="https://panne.example", title=house.weekly)
    retired = declared(house, spring, issuer="https://vieux.example", title=None)
    retire_issuer(issuer=retired, account_id=None)
    Issuer.objects.filter(pk=down.pk).update(address="https://127.0.0.1/jwks.json")
    assert read_published_keys(0) == 1
    down.refresh_from_db()
    assert down.fault == Fault.DOWN
    assert spring.asked == 1


def test_the_issuer_of_a_title_is_preferred_to_the_groups_and_each_stays_at_home(house, spring):
    declared(house, spring, title=None)
    own = declared(house, spring)
    read_token(token(house, private_key(), "printemps"), house.daily)
    own.refresh_from_db()
    assert own.read_at
    elsewhere = token(house, private_key(), "printemps", aud=house.weekly.key)
    assert read_token(elsewhere, house.weekly), "the group's issuer opens every title"
    assert refused(token(house, private_key(), "printemps", iss="https://autre.example"), house.daily) == "unknown_key"


def test_a_retired_issuer_is_believed_no_more_and_may_be_declared_again(house, spring):
    issuer = declared(house, spring)
    raw = token(house, private_key(), "printemps")
    read_token(raw, house.daily)
    with pytest.raises(Refusal) as caught:
        declared(house, spring)
    assert caught.value.status == 409
    retire_issuer(issuer=issuer, account_id=house.accounts["community_manager"].pk)
    assert refused(raw, house.daily) == "unknown_key"
    declared(house, spring)
    assert read_token(raw, house.daily)


def test_what_was_read_takes_the_fault_away(house, spring):
    issuer = declared(house, spring)
    keep_fault(issuer_id=issuer.pk, fault=Fault.DOWN, detail="503")
    keep_keys(issuer_id=issuer.pk, keys=published_keys(spring.body))
    issuer.refresh_from_db()
    assert (issuer.fault, issuer.trouble) == ("", "")


def test_only_whoever_configures_declares(house, spring):
    with pytest.raises(Refusal):
        declared(house, spring, account_id=house.accounts["moderator"].pk)
    with pytest.raises(Refusal):
        declared(house, spring, address="ftp://comptes.example/jwks")
