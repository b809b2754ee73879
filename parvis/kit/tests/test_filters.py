"""Filters read from an address."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.filters import AddressFilters


@dataclass(frozen=True, slots=True)
class Some(AddressFilters):
    NUMBERS: ClassVar = ("author",)
    CHOICES: ClassVar = {"state": ("open", "closed")}

    title: str = ""
    author: str = ""
    state: str = ""


def test_what_is_not_understood_is_ignored():
    assert Some.of({"author": "٣x", "state": "melted", "title": " jour ", "other": "1"}) == Some(title="jour")


def test_the_title_is_no_narrowing_and_a_change_keeps_the_rest():
    asked = Some(title="jour", state="open")
    assert (asked.narrowing, asked.query) == (1, "?title=jour&state=open")
    assert asked.query_with(state="") == "?title=jour"
    assert asked.query_with(after="abc") == "?title=jour&state=open&after=abc"
    assert Some().query_with() == "?"


@given(st.dictionaries(st.sampled_from(["title", "author", "state"]), st.text()))
def test_an_address_written_is_read_the_same(asked):
    read = Some.of(asked)
    assert Some.of(dict(parse_qsl(read.query.removeprefix("?")))) == read
