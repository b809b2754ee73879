"""Asking a group's staff for a second factor."""

from datetime import timedelta

import pytest

from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.securing.acts import ask_second_factor


def test_it_is_asked_from_a_date_and_asked_no_longer(house):
    manager = house.accounts["group_manager"].pk
    ask_second_factor(group=house.group, asked=True, grace_days=7, account_id=manager)
    house.group.refresh_from_db()
    assert house.group.requires_second_factor
    assert timedelta(days=6) < house.group.second_factor_from - clock.now() < timedelta(days=8)
    ask_second_factor(group=house.group, asked=False, account_id=manager)
    house.group.refresh_from_db()
    assert (house.group.requires_second_factor, house.group.second_factor_from) == (False, None)
    assert Fact.objects.filter(name="SecondFactorAsked", account_id=manager).count() == 2


@pytest.mark.parametrize(
    ("role", "days", "status"), [("community_manager", 7, 403), ("nobody", 7, 404), ("group_manager", 31, 422)]
)
def test_only_the_groups_manager_asks_and_within_a_month(house, role, days, status):
    with pytest.raises(Refusal) as caught:
        ask_second_factor(group=house.group, asked=True, grace_days=days, account_id=house.accounts[role].pk)
    assert caught.value.status == status
