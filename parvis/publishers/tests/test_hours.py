"""Hours and days of a place, in its own time zone, through winter and summer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.refusals import Refusal
from parvis.publishers.hours import EVERY_DAY, Week, ensure_zone, normal_hours, zone_named

ZONES = st.sampled_from(["Europe/Paris", "America/Martinique", "Pacific/Noumea", "Europe/London", "Asia/Kathmandu"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def hours(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


WEEKS = st.builds(
    lambda start, length, days, zone: Week(hours(start, (start + length) % 1440), tuple(sorted(days)), zone),
    st.integers(0, 1439),
    st.integers(1, 1439),
    st.sets(st.sampled_from(EVERY_DAY), min_size=1),
    ZONES,
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("7h-23h", "07:00-23:00"), ("7 h 30 à 23 h", "07:30-23:00"), ("7:00 – 23:00", "07:00-23:00"),
        ("22:00 to 6:30", "22:00-06:30"), ("toujours", "always"), ("", "always"), ("0:00-24:00", "always"),
    ],
)  # fmt: skip
def test_hours_are_understood_as_people_write_them(said, kept):
    assert normal_hours(said) == kept
    assert normal_hours(kept) == kept


@pytest.mark.parametrize("said", ["7", "le matin", "25:00-26:00", "7:00-7:00", "7:61-8:00", "24:00-7:00", "7:00-24:01"])
def test_what_is_not_hours_is_refused(said):
    with pytest.raises(Refusal) as refused:
        normal_hours(said)
    assert refused.value.fields["field"] == "opening_hours"


@given(week=WEEKS, moment=MOMENTS)
def test_the_answer_holds_until_the_moment_it_says_and_is_then_the_other_one(week, moment):
    is_open, turn = week.open_at(moment)
    assert turn is not None
    assert turn > moment
    for part in (2, 5, 9):
        assert week.open_at(moment + (turn - moment) * part // 10)[0] == is_open
    assert week.open_at(turn)[0] != is_open


@given(start=st.integers(0, 1439), length=st.integers(1, 1439), zone=ZONES, moment=MOMENTS)
def test_on_a_day_without_a_change_of_clocks_the_wall_clock_decides(start, length, zone, moment):
    week = Week(hours(start, (start + length) % 1440), EVERY_DAY, zone)
    local = moment.astimezone(zone_named(zone))
    around = {(local + timedelta(days=n)).utcoffset() for n in (-2, -1, 0, 1, 2)}
    minute = local.hour * 60 + local.minute
    if len(around) == 1:
        assert week.open_at(moment)[0] == ((minute - start) % 1440 < length)


def paris(day: int, month: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=zone_named("Europe/Paris"), fold=fold)


def test_seven_in_the_morning_is_seven_on_the_wall_before_and_after_each_change_of_clocks():
    week = Week("07:00-23:00")
    for day, month in ((28, 3), (29, 3), (30, 3), (24, 10), (25, 10), (26, 10)):
        assert week.open_at(paris(day, month, 6, 59)) == (False, paris(day, month, 7).astimezone(UTC))
        assert week.open_at(paris(day, month, 7)) == (True, paris(day, month, 23).astimezone(UTC))
    # The night of the change is an hour shorter in spring, an hour longer in autumn.
    assert week.open_at(paris(29, 3, 7))[1] - paris(28, 3, 23).astimezone(UTC) == timedelta(hours=23)
    assert paris(25, 10, 7).astimezone(UTC) - paris(24, 10, 23).astimezone(UTC) == timedelta(hours=9)


def test_an_hour_that_spring_skips_is_the_next_and_one_that_autumn_repeats_is_the_first():
    assert Week("02:30-12:00").open_at(paris(29, 3, 0))[1] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert Week("02:30-12:00").open_at(paris(25, 10, 0))[1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_night_belongs_to_the_day_it_starts_and_days_that_touch_are_one():
    friday_night = Week("22:00-06:00", days=(4,))
    assert friday_night.open_at(paris(28, 11, 3))[0]  # Saturday, three in the morning
    assert not friday_night.open_at(paris(27, 11, 3))[0]
    weekdays = Week(days=(0, 1, 2, 3, 4))
    assert weekdays.open_at(paris(24, 11, 12)) == (True, paris(28, 11, 0).astimezone(UTC))
    assert weekdays.open_at(paris(28, 11, 12)) == (False, paris(30, 11, 0).astimezone(UTC))


def test_a_place_that_never_closes_computes_nothing():
    assert Week().open_at(paris(24, 11, 3)) == (True, None)


def test_a_time_zone_that_does_not_exist_is_refused():
    ensure_zone("Indian/Reunion")
    with pytest.raises(Refusal):
        ensure_zone("Europe/Vesoul")
