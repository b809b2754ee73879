"""A cursor brings back exactly where it was written, and nothing else passes for one."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.paging import read_cursor, write_cursor
from parvis.kit.refusals import Refusal

numbers = st.integers(-(2**63) + 1, 2**63 - 1)
dates = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=5, minutes=30))]))
keys = st.tuples(st.one_of(st.none(), numbers, dates.filter(lambda date: 2 < date.year < 9998)), numbers)


@given(keys)
def test_a_cursor_brings_its_key_back(key: tuple[datetime | int | None, int]) -> None:
    cursor = write_cursor(key)
    assert read_cursor(cursor) == key
    assert len(cursor) < 60
    assert cursor.replace("-", "").replace("_", "").isalnum()


@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True)))
def test_any_other_text_is_refused_and_never_a_crash(text: str) -> None:
    try:
        key = read_cursor(text)
    except Refusal as refusal:
        assert (refusal.code, refusal.status) == ("bad_cursor", 422)
    else:
        assert read_cursor(write_cursor(key)) == key


def test_a_cursor_of_another_sort_is_refused() -> None:
    by_number = write_cursor((12, 3))
    by_date = write_cursor((datetime(2026, 1, 1, tzinfo=UTC), 3))
    assert read_cursor(by_number, of=int) == (12, 3)
    for cursor, kind in [(by_number, datetime), (by_date, int), (write_cursor((None, 3)), int)]:
        with pytest.raises(Refusal):
            read_cursor(cursor, of=kind)


@pytest.mark.parametrize("key", [(2**64, 1), (None, 10**18 * 99)])
def test_numbers_beyond_the_database_are_refused(key: tuple[int | None, int]) -> None:
    with pytest.raises(Refusal):
        read_cursor(write_cursor(key))
