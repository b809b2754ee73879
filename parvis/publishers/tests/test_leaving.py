"""Someone leaves: nothing they held is orphaned."""

from datetime import timedelta

import pytest

from parvis.conversations.acts import open_space
from parvis.conversations.acts.spaces import change_space
from parvis.conversations.models import Space
from parvis.desk.models import SavedView
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.machines.acts import make_api_key
from parvis.moderation.acts import claim_case, open_case_by_hand, snooze_case
from parvis.moderation.models import Case
from parvis.publishers.acts import give_seat, invite
from parvis.publishers.acts.feeds import declare_feed
from parvis.publishers.acts.leaving import hand_over
from parvis.publishers.belongings import Where, belongings, everything_held
from parvis.publishers.models import ArticleFeed, HandOver, Invitation, Seat
from parvis.testing.cast import post, thread


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


@pytest.fixture
def leaving(house):
    return house.accounts["community_manager"].pk


def a_case(house, account, title=None):
    where = thread(house, "x", title=title) if title else None
    return open_case_by_hand(subject=f"post:{post(house, where=where).pk}", account_id=account)


def test_everything_goes_to_the_one_chosen_in_one_act(house, manager, leaving):
    to = house.accounts["moderator"].pk
    judged, asleep = a_case(house, leaving), a_case(house, leaving)
    claim_case(case_id=judged.pk, account_id=leaving)
    snooze_case(case_id=asleep.pk, account_id=leaving, until=clock.now() + timedelta(hours=3))
    invite(mail="x@example.org", role="guest", group=house.group, title=house.daily, invited_by=leaving)
    declare_feed(site=house.daily.sites.get(), address="https://rivages-jour.example/rss", account_id=leaving)
    space = open_space(group=house.group, title=house.daily, name="La vie locale")
    change_space(account_id=manager, space_id=space.pk, host=leaving)
    key = make_api_key(group=house.group, title=house.daily, name="Le site", scopes=["read"], account_id=leaving).key
    where = Where(house.group, house.daily)
    assert {one.kind: one.count for one in everything_held(leaving, where)} == {
        "claims": 1, "snoozed": 1, "invitations": 1, "feeds": 1, "spaces": 1, "keys": 1,
    }  # fmt: skip
    done = hand_over(account_id=leaving, to_id=to, where=where, by_id=manager, note=" Le fil des marées est à relire. ")
    assert not Seat.objects.current().filter(account=leaving).exists()
    judged.refresh_from_db()
    asleep.refresh_from_db()
    assert (judged.claimed_by_id, asleep.snoozed_by_id) == (None, to)
    assert asleep.snoozed_until is not None
    assert Invitation.objects.get().invited_by_id == ArticleFeed.objects.get().declared_by_id == to
    assert Space.objects.get().host_id == to
    key.refresh_from_db()
    assert (key.made_by_id, key.retired_at) == (to, None)
    assert (done.seats, done.note, sum(done.moved.values())) == (1, "Le fil des marées est à relire.", 6)
    assert everything_held(leaving, where) == []
    assert Fact.objects.get(name="HandedOver").data["left_id"] == leaving


def test_what_is_held_elsewhere_stays(house, manager, leaving):
    give_seat(account_id=leaving, role="community_manager", group=house.group, title=house.weekly)
    elsewhere = a_case(house, leaving, title=house.weekly)
    claim_case(case_id=elsewhere.pk, account_id=leaving)
    hand_over(
        account_id=leaving, to_id=house.accounts["moderator"].pk, where=Where(house.group, house.daily), by_id=manager
    )  # fmt: skip
    assert Case.objects.get(pk=elsewhere.pk).claimed_by_id == leaving
    assert Seat.objects.current().get(account=leaving).title == house.weekly
    hand_over(account_id=leaving, to_id=manager, where=Where(house.group), by_id=manager)
    assert Case.objects.get(pk=elsewhere.pk).claimed_by_id is None


def test_who_may_hand_over_and_to_whom(house, other_house, manager, leaving):
    where, accounts = Where(house.group, house.daily), house.accounts
    for given, code in [
        ({"by_id": accounts["moderator"].pk}, "not_your_role"),
        ({"by_id": other_house.accounts["group_manager"].pk}, "not_found"),
        ({"to_id": leaving}, "same_person"),
        ({"to_id": accounts["weekly_moderator"].pk}, "no_seat"),
        ({"to_id": other_house.accounts["moderator"].pk}, "no_seat"),
        ({"account_id": accounts["nobody"].pk}, "not_found"),
        ({"account_id": manager, "to_id": accounts["moderator"].pk, "where": Where(house.group)}, "last_manager"),
    ]:
        said = {"account_id": leaving, "to_id": accounts["moderator"].pk, "where": where, "by_id": manager} | given
        with pytest.raises(Refusal) as refused:
            hand_over(**said)
        assert refused.value.code == code, given
    assert not HandOver.objects.exists()


def test_every_kind_of_thing_says_what_becomes_of_it(house):
    assert all(str(one.label) and str(one.becomes) for one in belongings().values())


def test_views_change_hands_and_a_name_already_there_gets_a_number(house, manager, leaving):
    to = house.accounts["moderator"].pk
    for account, key in ((leaving, "1"), (to, "2")):
        SavedView.objects.create(account_id=account, title=None, place="queue", name="Le soir", key=key, made_at=clock.now())
    hand_over(account_id=leaving, to_id=to, where=Where(house.group, house.daily), by_id=manager)
    assert sorted(SavedView.objects.values_list("account", "name", "key")) == [(to, "Le soir", "2"), (to, "Le soir 2", "")]
