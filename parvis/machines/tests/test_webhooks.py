"""Endpoints, and the life of what is sent to them."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from parvis.journal.deliver import drain
from parvis.journal.facts import CATALOGUE
from parvis.kit.refusals import Refusal
from parvis.machines.acts import (
    Outcome,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    forget_old_sendings,
    note_attempt,
    open_endpoint,
    ping_endpoint,
    queue_sendings,
    retire_endpoint,
    rotate_secret,
    send_again,
    take_due,
)
from parvis.machines.acts.sendings import LONGEST_WAIT, wait_after
from parvis.machines.jobs import mail_webhook_disabled
from parvis.machines.kinds import KINDS, kind_of
from parvis.machines.models import Endpoint, Sending
from parvis.machines.reads import endpoints_at, listening_in, log_of
from parvis.machines.rights import endpoint_at
from parvis.machines.signing import secrets_of

FACTS = ["post.held", "post.published"]


@pytest.fixture
def hook(house):
    return opened(house).endpoint


def opened(house, role="community_manager", title="daily", **more):
    place = {"group": house.group, "title": getattr(house, title) if title else None}
    said = {"name": "", "address": "https://crochet.example/parvis", "facts": FACTS, "account_id": house.accounts[role].pk}
    return open_endpoint(**place, **said | more)


def queued(hook, fact_id=1):
    queue_sendings(endpoint_ids=[hook.pk], fact_id=fact_id, kind="post.held", data={"post": 91}, at=timezone.now())
    return Sending.objects.select_related("endpoint__group", "endpoint__title").get(endpoint=hook, fact_id=fact_id)


def test_every_fact_has_the_name_machines_know_it_by():
    assert (kind_of("PostHeld"), kind_of("ApiKeyMade")) == ("post.held", "api_key.made")
    assert len(KINDS) == len({kind_of(name) for name in CATALOGUE}) - 1


def test_an_endpoint_is_named_after_its_host_and_its_secret_is_sealed(house):
    made = opened(house)
    assert str(made.endpoint) == "crochet.example"
    assert made.secret.encode() not in bytes(made.endpoint.sealed_secret)
    assert secrets_of(made.endpoint, timezone.now()) == [made.secret]


@pytest.mark.parametrize("address", ["http://crochet.example/", "ftp://x", "pas une adresse", "", "https://u:p@x.example/"])
def test_an_address_that_may_not_be_called_is_refused(house, address):
    with pytest.raises(Refusal):
        opened(house, address=address)


def test_whoever_may_not_configure_opens_nothing_and_twenty_are_enough(house):
    with pytest.raises(Refusal):
        opened(house, role="moderator")
    for _number in range(20):
        opened(house)
    with pytest.raises(Refusal):
        opened(house)


def test_an_endpoint_changes_rotates_and_is_retired(house, hook):
    who = {"endpoint": hook, "account_id": house.accounts["community_manager"].pk}
    changed = change_endpoint(**who, name="Nôtre", address=hook.address, facts=["decision.made"], with_words=True)
    assert listening_in(house.group.pk)[0].facts == {"decision.made"}
    former = secrets_of(changed, timezone.now())[0]
    fresh = rotate_secret(**who).secret
    assert secrets_of(hook, timezone.now()) == [fresh, former]
    assert secrets_of(hook, timezone.now() + timedelta(hours=25)) == [fresh]
    retire_endpoint(**who)
    assert endpoints_at(group=house.group, title=house.daily) == []
    with pytest.raises(Refusal):
        endpoint_at(pk=hook.pk, group=house.group, title=house.daily)


def test_a_fact_is_queued_once_and_taken_by_one_worker(hook):
    for _twice in range(2):
        queued(hook)
    assert len(take_due(room={}, most=10, each=4)) == 1
    assert take_due(room={}, most=10, each=4) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):  # the worker that took it has died
        assert take_due(room={hook.pk: 4}, most=10, each=4) == []
        assert len(take_due(room={}, most=10, each=4)) == 1


def test_no_endpoint_is_given_more_than_its_share_and_one_that_fails_only_one(hook):
    for number in range(6):
        queued(hook, number)
    assert len(take_due(room={hook.pk: 1}, most=10, each=4)) == 3
    Endpoint.objects.update(failing_since=timezone.now())
    assert len(take_due(room={}, most=10, each=4)) == 1


def test_what_is_taken_is_done_and_what_fails_is_tried_later_then_given_up(hook):
    first = queued(hook)
    note_attempt(sending=first, outcome=Outcome(500, 12, "erreur"))
    first.refresh_from_db()
    assert first.state == "retrying"
    assert first.due_at > timezone.now() + timedelta(seconds=5)
    note_attempt(sending=first, outcome=Outcome(None, 10_000, "ne répond pas"))
    hook.refresh_from_db()
    assert hook.failing_since
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        first.tries = 12
        note_attempt(sending=first, outcome=Outcome(503, 12, retry_after=7200))
    first.refresh_from_db()
    assert (first.state, first.due_at) == ("given_up", None)
    second = queued(hook, 2)
    note_attempt(sending=second, outcome=Outcome(204, 12))
    hook.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, hook.failing_since) == ("sent", None)
    attempts = log_of(hook).sendings[1].attempts_made
    assert [(one.status, one.said) for one in attempts][:2] == [(500, "erreur"), (None, "ne répond pas")]
    assert [one.pk for one in log_of(hook, state="failed").sendings] == [first.pk]
    assert log_of(hook, state="waiting").sendings == []


def test_an_endpoint_that_says_it_is_gone_or_fails_for_days_is_disabled_and_its_maker_told(house, hook):
    note_attempt(sending=queued(hook), outcome=Outcome(410, 5))
    drain()
    hook.refresh_from_db()
    assert (hook.is_told, hook.disabled_why) == (False, "gone")
    mail_webhook_disabled(hook.pk, "https://parvis.example")
    assert mail.outbox[0].to == [house.accounts["community_manager"].mail]
    assert f"https://parvis.example/desk/{house.daily.key}/webhooks/one/?webhook={hook.pk}" in mail.outbox[0].body
    with pytest.raises(Refusal):
        ping_endpoint(endpoint=hook, account_id=house.accounts["community_manager"].pk)
    enable_endpoint(endpoint=hook, account_id=house.accounts["community_manager"].pk)
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=6))
    hook.refresh_from_db()
    note_attempt(sending=queued(hook, 2), outcome=Outcome(500, 5))
    hook.refresh_from_db()
    assert hook.disabled_why == "failing"
    disable_endpoint(endpoint=hook, why="gone")
    hook.refresh_from_db()
    assert hook.disabled_why == "failing"


def test_a_ping_that_fails_is_not_tried_again_and_accuses_nobody(house, hook):
    trial = ping_endpoint(endpoint=hook, account_id=house.accounts["community_manager"].pk)
    note_attempt(sending=trial, outcome=Outcome(500, 5))
    trial.refresh_from_db()
    hook.refresh_from_db()
    assert (trial.state, hook.failing_since) == ("given_up", None)


def test_something_is_sent_again_by_hand_under_the_same_identifier(house, hook):
    sending = queued(hook)
    note_attempt(sending=sending, outcome=Outcome(204, 5))
    send_again(sending=sending, account_id=house.accounts["community_manager"].pk)
    taken = take_due(room={}, most=1, each=1)
    assert [one.key for one in taken] == [sending.key]
    with pytest.raises(Refusal):
        send_again(sending=sending, account_id=house.accounts["moderator"].pk)


def test_the_log_ends_after_thirty_days(hook):
    note_attempt(sending=queued(hook), outcome=Outcome(204, 5))
    assert forget_old_sendings() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert forget_old_sendings() == 1


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_the_wait_grows_and_never_passes_six_hours_by_much(tries, seed):
    random.seed(seed)
    assert 8 <= wait_after(tries) <= LONGEST_WAIT * 1.2
    assert wait_after(tries + 2) >= min(wait_after(tries), LONGEST_WAIT * 0.8)
