"""Digests leave once a day at the group's own hour, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from parvis.members.telling.digests import HOUR, digest_day

PARIS, NOUMEA = ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Noumea")
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Paris", "Europe/Lisbon", "America/Cayenne", "Pacific/Noumea", "Australia/Lord_Howe", "UTC")
]
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def minutes_of(day: datetime, zone: ZoneInfo):
    start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    return [start + timedelta(minutes=5 * number) for number in range(26 * 12)]


@given(moments, moments, st.sampled_from(ZONES), st.sampled_from(["daily", "weekly"]))
def test_the_day_never_goes_back(one, other, zone, cadence):
    early, late = sorted((one, other))
    assert digest_day(early, zone, cadence) <= digest_day(late, zone, cadence)


@given(moments, st.sampled_from(ZONES))
def test_a_weekly_digest_is_of_a_monday_and_not_older_than_a_week(at, zone):
    day = digest_day(at, zone, "weekly")
    assert day.weekday() == 0
    assert digest_day(at, zone, "daily") - day < timedelta(days=7)


def test_each_day_comes_once_also_when_the_clocks_change():
    for changing in (datetime(2026, 3, 29), datetime(2026, 10, 25)):
        days = [digest_day(at, PARIS, "daily") for at in minutes_of(changing, PARIS)]
        steps = [after for before, after in pairwise(days) if after != before]
        assert steps == [changing.date()]


def test_it_comes_at_seven_on_the_group_s_own_clocks():
    for month, utc_hour in ((1, 6), (7, 5)):
        seven = datetime(2026, month, 14, utc_hour, tzinfo=UTC)
        assert seven.astimezone(PARIS).hour == HOUR
        assert digest_day(seven, PARIS, "daily") == seven.date()
        assert digest_day(seven - timedelta(minutes=1), PARIS, "daily") == seven.date() - timedelta(days=1)
    assert digest_day(datetime(2026, 1, 13, 20, tzinfo=UTC), NOUMEA, "daily").day == 14
