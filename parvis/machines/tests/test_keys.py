"""Making keys, and their end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.journal.deliver import drain
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.machines.acts import make_api_key, note_key_used, retire_api_key, retire_keys_without_seat
from parvis.machines.models import ApiKey
from parvis.machines.reads import keys_at
from parvis.machines.rights import current_key, key_at
from parvis.machines.scopes import BUNDLES, SCOPES, scopes_named
from parvis.publishers.acts import end_seat, give_seat
from parvis.publishers.models import Seat
from parvis.publishers.rights import CAPABILITIES


def made(house, title="daily", role="community_manager", scopes=("read",), **more):
    place = getattr(house, title) if title else None
    account_id = house.accounts[role].pk
    return make_api_key(group=house.group, title=place, name="Essai", scopes=scopes, account_id=account_id, **more)


def test_each_scope_asks_a_capability_that_exists_and_says_what_it_opens():
    known = {capability for held in CAPABILITIES.values() for capability in held}
    assert all(scope.capability in known and str(scope.words) for scope in SCOPES.values())
    assert {scope for bundle in BUNDLES.values() for scope in bundle} == set(SCOPES)


def test_bundles_are_opened_and_unknown_scopes_refused():
    assert scopes_named(["moderate", "read:cases"]) == ["read:cases", "judge:cases", "watch:members"]
    for wrong in (["read:minds"], []):
        with pytest.raises(Refusal) as refused:
            scopes_named(wrong)
        assert refused.value.fields == {"field": "scopes"}


def test_only_the_hash_of_the_secret_is_kept(house):
    key = made(house)
    prefix, _dot, secret = key.secret.partition(".")
    assert key.key.prefix == prefix
    assert secret not in str(ApiKey.objects.values().get())


def test_a_title_makes_no_key_of_its_group_and_no_key_already_expired(house):
    with pytest.raises(Refusal):
        made(house, title=None)
    assert made(house, title=None, role="group_manager").key.title is None
    with pytest.raises(Refusal):
        made(house, expires_at=timezone.now() - timedelta(seconds=1))


def test_a_key_is_retired_once_and_not_from_another_place(house):
    key, manager = made(house).key, house.accounts["group_manager"].pk
    with pytest.raises(Refusal):
        key_at(prefix=key.prefix, group=house.group, title=None)
    for _twice in range(2):
        retire_api_key(key=key, account_id=manager)
    assert Fact.objects.filter(name="ApiKeyRetired").count() == 1
    assert current_key(key.prefix) is None
    assert [one.pk for one in keys_at(group=house.group, title=house.daily)] == [key.pk]


def test_keys_are_retired_when_the_seat_behind_them_ends_and_no_other_covers_their_title(house):
    account, manager = house.accounts["community_manager"].pk, house.accounts["group_manager"].pk
    key = made(house).key
    give_seat(account_id=account, role="guest", group=house.group, title=house.daily)
    end_seat(seat=Seat.objects.get(account=account, role="community_manager"), ended_by=manager)
    drain()
    assert current_key(key.prefix)
    end_seat(seat=Seat.objects.current().get(account=account), ended_by=manager)
    drain()
    assert current_key(key.prefix) is None
    assert retire_keys_without_seat(account_id=account, group_id=house.group.pk) == 0


def test_that_a_key_served_is_noted(house):
    key = made(house).key
    note_key_used(key)
    key.refresh_from_db()
    assert key.last_used_at
