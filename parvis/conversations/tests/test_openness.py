"""When a thread is open: by hand, on schedule, by age, by the hours of the place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.acts import (
    archive_space,
    close_thread,
    publish_post,
    reopen_thread,
    set_space_policy,
    set_thread_policy,
)
from parvis.conversations.acts.keeping_time import close_threads_on_time, close_threads_too_old, open_threads_on_time
from parvis.conversations.models import Closure, Thread, ThreadPolicy
from parvis.conversations.openness import FINAL, Times, openness_at, openness_of, why_closed
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import thread_numbered
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.publishers.acts import set_policy
from parvis.publishers.hours import Week
from parvis.testing.cast import own_thread, post, reader, thread

DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 10), timezones=st.just(UTC))
TIMES = st.builds(
    Times,
    week=st.sampled_from([Week(), Week("07:00-23:00"), Week("22:00-02:30", (4, 5)), Week(days=(0, 1, 2, 3, 4))]),
    archived_at=st.none() | MOMENTS,
    closed_at=st.none() | MOMENTS,
    opens_at=st.none() | MOMENTS,
    closes_at=st.none() | MOMENTS,
    too_old_at=st.none() | MOMENTS,
)


@given(times=TIMES, now=MOMENTS)
def test_nothing_changes_before_the_moment_it_says(times, now):
    found = openness_at(times, now)
    if found.changes_at is None:
        assert found.is_final or times.week.never_closes
        assert openness_at(times, now + 30 * DAY).is_open == found.is_open
        return
    assert found.changes_at > now
    for part in (3, 6, 9):
        assert openness_at(times, now + (found.changes_at - now) * part // 10).state == found.state


@given(times=TIMES, now=MOMENTS, later=st.timedeltas(timedelta(0), 20 * DAY))
def test_what_is_closed_for_good_stays_so(times, now, later):
    if openness_at(times, now).is_final:
        assert openness_at(times, now + later).state in FINAL


@given(times=TIMES, now=MOMENTS)
def test_what_is_promised_is_kept(times, now):
    found = openness_at(times, now)
    if found.opens_at:
        assert not found.is_open
        assert openness_at(times, found.opens_at).is_open
    if found.closes_at:
        assert found.is_open
        assert not openness_at(times, found.closes_at).is_open


@pytest.fixture
def host(house):
    return house.accounts["journalist"].pk


def write(house, thread_id, **options):
    forget()
    return publish_post(
        member=options.pop("member", None) or reader(house),
        thread=thread_numbered(thread_id),
        source="Un mot sur la digue.",
        **options,
    )


def test_a_thread_opens_at_its_hour_and_readers_are_told_once(house, host):
    now = clock.now()
    opened = post(house).thread
    set_thread_policy(account_id=host, thread_id=opened.pk, opens_at=now + DAY, reason="Entretien de lundi")
    with pytest.raises(Refusal) as refused:
        write(house, opened.pk)
    assert refused.value.code == "not_yet"
    assert refused.value.fields["opens_at"]
    assert open_threads_on_time() == 0
    with clock.at(now + DAY):
        assert open_threads_on_time() == 1
        assert open_threads_on_time() == 0
        assert write(house, opened.pk).post.is_visible
    assert Fact.objects.filter(name="ThreadOpenedOnTime", data__thread_id=opened.pk).count() == 1


def test_a_thread_closes_at_its_hour_with_a_row_and_a_fact_and_can_be_reopened(house, host):
    now = clock.now()
    opened = post(house).thread
    set_thread_policy(account_id=host, thread_id=opened.pk, closes_at=now + DAY, slow_seconds=30)
    with clock.at(now + 2 * DAY):
        with pytest.raises(Refusal) as refused:  # closed by its own clock, before the job has come
            write(house, opened.pk)
        assert refused.value.code == "closed"
        assert (close_threads_on_time(), close_threads_on_time()) == (1, 0)
        closure = Closure.objects.get(thread=opened)
        assert (closure.cause, closure.account, closure.at) == ("schedule", None, now + DAY)
        assert Fact.objects.get(name="ThreadClosed").data["thread_id"] == opened.pk
        reopen_thread(account_id=host, thread_id=opened.pk)
        own = Thread.objects.get(pk=opened.pk).own_policy
        assert (own.closes_at, own.slow_seconds, own.account_id) == (None, 30, host)
        assert close_threads_on_time() == 0
        assert write(house, opened.pk).post.is_visible


def test_a_discussion_closes_after_the_days_its_place_gives_it(house, host):
    now = clock.now()
    old, young = post(house, where=thread(house, "ancien")).thread, post(house, where=thread(house, "neuf")).thread
    assert close_threads_too_old() == 0
    set_policy(group=house.group, title=house.daily, close_after_days=30)
    set_thread_policy(account_id=host, thread_id=young.pk, close_after_days=90)
    with clock.at(now + 31 * DAY):
        forget()
        with pytest.raises(Refusal) as refused:
            write(house, old.pk)
        assert "30" in refused.value.message
        assert close_threads_too_old() == 1
        assert Closure.objects.get().cause == "age"
        found = thread_numbered(old.pk)
        assert "30" in why_closed(found, policy_of(found), openness_of(found, policy_of(found)))
        reopen_thread(account_id=host, thread_id=old.pk)
        assert close_threads_too_old() == 0
        assert write(house, old.pk).post.is_visible
        assert write(house, young.pk).post.is_visible


def test_at_night_readers_wait_and_the_newsroom_does_not(house, host):
    set_policy(group=house.group, opening_hours="07:00-23:00")
    opened = post_by_day(house)
    with clock.at(datetime(2026, 11, 25, 2, 0, tzinfo=UTC)):
        with pytest.raises(Refusal) as refused:
            write(house, opened.pk)
        assert (refused.value.code, refused.value.status) == ("resting", 422)
        assert "7" in refused.value.message
        assert write(house, opened.pk, member=staff(house)).post.is_visible


def test_a_closed_discussion_is_closed_for_the_newsroom_too(house, host):
    opened = post(house).thread
    close_thread(account_id=host, thread_id=opened.pk, reason="Tout a été dit.")
    with pytest.raises(Refusal) as refused:
        write(house, opened.pk, member=staff(house))
    assert "Tout a été dit." in refused.value.message


def test_a_change_of_settings_keeps_the_former_row(house, host):
    opened = post(house).thread
    set_thread_policy(account_id=host, thread_id=opened.pk, slow_seconds=30, reason="Ça s’emballe")
    set_thread_policy(account_id=host, thread_id=opened.pk, slow_seconds=30)
    set_thread_policy(account_id=host, thread_id=opened.pk)
    rows = ThreadPolicy.objects.filter(thread=opened)
    assert [(row.slow_seconds, row.reason, row.ended_at is None) for row in rows] == [(30, "Ça s’emballe", False)]
    assert Thread.objects.get(pk=opened.pk).own_policy is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slow_seconds": -1}, "slow_seconds"), ({"edit_minutes": 3}, "edit_minutes"), ({"who_posts": "cats"}, "who_posts"),
        ({"opening_hours": "le soir"}, "opening_hours"), ({"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "closes_at"),
        ({"opens_at": datetime(2030, 1, 2, tzinfo=UTC), "closes_at": datetime(2030, 1, 1, tzinfo=UTC)}, "closes_at"),
    ],
)  # fmt: skip
def test_a_senseless_setting_of_a_thread_is_refused_with_its_name(house, host, values, field):
    with pytest.raises(Refusal) as refused:
        set_thread_policy(account_id=host, thread_id=post(house).thread_id, **values)
    assert refused.value.fields["field"] == field


@pytest.mark.parametrize(("role", "status"), [("moderator", 403), ("weekly_moderator", 404)])
def test_who_is_not_a_host_there_sets_nothing(house, role, status):
    with pytest.raises(Refusal) as refused:
        set_thread_policy(account_id=house.accounts[role].pk, thread_id=post(house).thread_id, slow_seconds=30)
    assert refused.value.status == status


def post_by_day(house):
    with clock.at(datetime(2026, 11, 24, 12, 0, tzinfo=UTC)):
        return post(house).thread


def staff(house):
    from parvis.members.acts import enter_by_account

    return enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Jeanne Aubry")


def test_a_space_has_settings_of_its_own_between_its_title_s_and_a_thread_s(house):
    manager, opened = house.accounts["community_manager"].pk, own_thread(house).thread
    set_policy(group=house.group, title=house.daily, slow_seconds=10, max_length=900)
    set_space_policy(account_id=manager, space_id=opened.space_id, slow_seconds=20, close_after_days=5)
    forget()
    there = policy_of(thread_numbered(opened.pk))
    assert (there.slow_seconds, there.max_length, there.close_after_days) == (20, 900, 5)
    set_thread_policy(account_id=manager, thread_id=opened.pk, slow_seconds=30)
    assert policy_of(thread_numbered(opened.pk)).slow_seconds == 30
    with clock.at(clock.now() + 6 * DAY):
        assert close_threads_too_old() == 1
    with pytest.raises(Refusal):
        set_space_policy(account_id=house.accounts["journalist"].pk, space_id=opened.space_id, slow_seconds=5)


def test_what_its_space_archives_is_closed(house):
    manager, opened = house.accounts["community_manager"].pk, own_thread(house).thread
    archive_space(account_id=manager, space_id=opened.space_id)
    found = thread_numbered(opened.pk)
    assert openness_of(found, policy_of(found)).state == "archived"
