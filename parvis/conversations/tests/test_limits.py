"""Who may write in a thread, how much and how fast; nothing asked costs nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.conversations.acts import end_speaker, invite_speaker, set_thread_policy, withdraw_post
from parvis.conversations.limits import Tally, ensure_within, seconds_left
from parvis.conversations.reads import thread_numbered
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account, enter_by_token
from parvis.members.badges.acts import define_badge
from parvis.members.restrictions.acts import restrict_member
from parvis.members.sso import Claims
from parvis.publishers.acts import set_policy
from parvis.publishers.policies import EffectivePolicy
from parvis.testing.cast import account, post, reader, thread


@pytest.fixture
def host(house):
    return house.accounts["journalist"].pk


@pytest.fixture
def place(house):
    """A thread where somebody else has written."""
    return post(house).thread


def refusal(house, place, member, parent=None):
    with pytest.raises(Refusal) as refused:
        post(house, member=member, where=thread_numbered(place.pk), parent=parent)
    return refused.value


def badged(house, *badges):
    claims = Claims(issuer="test", subject=f"badged-{badges}", name=f"Lecteur {len(badges)}", badges=badges, language="fr")
    return enter_by_token(group=house.group, claims=claims)


def staff(house):
    return enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Jeanne Aubry")


def test_only_subscribers_write_where_it_says_so_and_the_group_says_what_a_subscription_is(house, place):
    set_policy(group=house.group, title=house.daily, who_posts="subscribers")
    assert refusal(house, place, reader(house)).code == "subscribers_only"
    assert post(house, member=badged(house, "subscriber")).is_visible
    assert refusal(house, place, badged(house, "premium", "vip")).code == "subscribers_only"
    define_badge(group=house.group, key="premium", label_fr="Abonné +", label_en="Premium", is_subscription=True, account_id=None)
    assert post(house, member=badged(house, "premium", "vip")).is_visible
    assert post(house, member=staff(house)).is_visible


def test_a_member_whose_address_nobody_vouches_for_is_asked_to_confirm_it(house, place):
    set_policy(group=house.group, who_posts="confirmed")
    unproved = enter_by_account(group=house.group, account=account("x@y.example"), pseudonym="Sans preuve")
    assert refusal(house, place, unproved).code == "confirm_mail"
    assert post(house, member=reader(house)).is_visible  # the publisher's account vouches


def test_newcomers_wait_for_days_or_posts_where_it_says_so(house, place):
    member = reader(house)
    set_policy(group=house.group, who_posts="seasoned", seasoned_days=3, seasoned_posts=2)
    refused = refusal(house, place, member)
    assert (refused.code, "3" in refused.message, "2" in refused.message) == ("newcomers_wait", True, True)
    with clock.at(clock.now() + timedelta(days=3)):
        assert post(house, member=member).is_visible


def test_the_newsroom_and_those_it_invites(house, place, host):
    guest = reader(house)
    set_thread_policy(account_id=host, thread_id=place.pk, who_posts="invited")
    assert refusal(house, place, guest).code == "invited_only"
    invite_speaker(account_id=host, thread_id=place.pk, member_id=guest.pk)
    assert post(house, member=guest, where=thread_numbered(place.pk)).is_visible
    end_speaker(account_id=host, thread_id=place.pk, member_id=guest.pk)
    assert refusal(house, place, guest).code == "invited_only"
    assert post(house, member=staff(house), where=thread_numbered(place.pk)).is_visible


def test_nobody_is_nobody(house, place, host):
    set_thread_policy(account_id=host, thread_id=place.pk, who_posts="nobody")
    assert refusal(house, place, staff(house)).code == "read_only"


def test_so_many_comments_and_replies_each_and_what_is_withdrawn_gives_its_place_back(house, place, host):
    set_thread_policy(account_id=host, thread_id=place.pk, posts_per_thread=1, replies_per_thread=2)
    member, first = reader(house), place.posts.get()
    mine = post(house, member=member, where=thread_numbered(place.pk))
    assert refusal(house, place, member).code == "enough_posts"
    for _reply in range(2):
        post(house, member=member, parent=first)
    assert refusal(house, place, member, parent=first).code == "enough_replies"
    withdraw_post(member=member, post_id=mine.pk)
    assert post(house, member=member, where=thread_numbered(place.pk)).is_visible
    assert post(house, member=member, where=thread(house, "ailleurs")).is_visible


def test_slow_mode_says_how_long_is_left_and_withdrawing_does_not_help(house, place, host):
    set_thread_policy(account_id=host, thread_id=place.pk, slow_seconds=120)
    member, now = reader(house), clock.now()
    with clock.at(now):
        mine = post(house, member=member, where=thread_numbered(place.pk))
        withdraw_post(member=member, post_id=mine.pk)
    with clock.at(now + timedelta(seconds=79.5)):
        refused = refusal(house, place, member)
    assert (refused.code, refused.status, refused.fields["seconds"]) == ("slow_mode", 429, 41)
    with clock.at(now + timedelta(seconds=120)):
        assert post(house, member=member, where=thread_numbered(place.pk)).is_visible
    assert post(house, member=staff(house), where=thread_numbered(place.pk)).is_visible


def test_a_member_held_to_so_many_posts_a_day_is_told_and_others_are_not_concerned(house, place):
    member, now = reader(house), clock.now()
    restrict_member(
        member=member, kind="posts_per_day", amount=2, reason="Noie la discussion", told="Moins, mieux.", account_id=None
    )
    member.refresh_from_db()
    for minutes in (0, 1):
        with clock.at(now + timedelta(minutes=minutes)):
            post(house, member=member)
    with clock.at(now + timedelta(minutes=2)):
        refused = refusal(house, place, member)
    assert (refused.code, refused.status) == ("enough_today", 429)
    assert refused.message.endswith("Moins, mieux.")
    with clock.at(now + timedelta(hours=24, seconds=30)):
        assert post(house, member=member).is_visible


def test_the_hour_s_limit_holds_beyond_twenty_posts(house):
    member, now = reader(house), clock.now()
    set_policy(group=house.group, posts_per_hour=25)
    for minute in range(25):
        with clock.at(now + timedelta(minutes=2 * minute)):
            post(house, member=member)
    with clock.at(now + timedelta(minutes=51)), pytest.raises(Refusal) as refused:
        post(house, member=member)
    assert refused.value.code == "rate"


def statements(house, member, place):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        post(house, member=member, where=place)
    return [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_a_post_costs_two_statements_more_where_posts_are_counted_and_badges_cost_nothing(house, place, host):
    plain, member = reader(house), badged(house, "subscriber", "expert")
    for one in (plain, member):
        post(house, member=one, where=thread_numbered(place.pk))  # settings are at hand
    usual = len(statements(house, plain, thread_numbered(place.pk)))
    assert len(statements(house, member, thread_numbered(place.pk))) == usual
    set_thread_policy(account_id=host, thread_id=place.pk, posts_per_thread=500)
    assert len(statements(house, member, thread_numbered(place.pk))) == usual + 2


TALLIES = st.builds(
    lambda posts, replies, ago: (posts, replies, ago), st.integers(0, 6), st.integers(0, 6), st.none() | st.integers(0, 200)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tally=TALLIES, most=st.integers(0, 4), replies=st.integers(0, 4), slow=st.integers(0, 120), is_reply=st.booleans())
def test_a_member_may_write_exactly_when_no_limit_is_reached(tally, most, replies, slow, is_reply):
    now = clock.now()
    written, replied, ago = tally
    policy = EffectivePolicy(posts_per_thread=most, replies_per_thread=replies, slow_seconds=slow)
    with clock.at(now):
        held = Tally(written, replied, None if ago is None else now - timedelta(seconds=ago))
        full = 0 < replies <= replied if is_reply else 0 < most <= written
        waits = bool(slow) and ago is not None and ago < slow
        assert seconds_left(policy, held) == (slow - ago if waits else 0)
        try:
            ensure_within(policy, held, is_reply=is_reply)
        except Refusal as refused:
            assert (full, waits) != (False, False)
            assert refused.code == (("enough_replies" if is_reply else "enough_posts") if full else "slow_mode")
        else:
            assert not full
            assert not waits
