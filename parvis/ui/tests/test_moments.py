"""How moments are said, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from parvis.ui.moments import ago, in_full

NOW = datetime(2026, 11, 24, 17, 4, tzinfo=UTC)  # 18:04 in Paris


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(minutes=7), "7 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=17), "today at 1:04"),
        (timedelta(days=1), "yesterday at 18:04"),
        (timedelta(days=4), "Friday at 18:04"),
        (timedelta(days=40), "15 October"),
        (timedelta(days=500), "12 July 2025"),
    ],
)
def test_a_moment_is_said_by_distance_then_by_date(before, said):
    with translation.override("en"):
        assert ago(NOW - before, NOW) == said


def test_a_moment_a_little_ahead_of_our_clock_is_now():
    with translation.override("en"):
        assert ago(NOW + timedelta(seconds=20), NOW) == "just now"


def test_a_coming_moment_is_said_in_full():
    with translation.override("en"):
        assert ago(NOW + timedelta(days=2), NOW) == "Thursday 26 November 2026 at 18:04"


@given(seconds=st.integers(-(10**8), 10**9), language=st.sampled_from(["fr", "en"]))
def test_any_moment_has_words(seconds, language):
    moment = NOW - timedelta(seconds=seconds)
    with translation.override(language):
        assert ago(moment, NOW).strip()
        assert str(timezone.localtime(moment).year) in in_full(moment)


def test_no_word_of_the_interface_takes_the_name_of_a_month():
    with translation.override("fr"):
        assert [date_format(datetime(2026, month, 2, tzinfo=UTC), "F") for month in (3, 5, 8)] == ["mars", "mai", "août"]
