"""Initials and tones of those who have no picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.ui.faces import TONES, initials, tone


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Lison B.", "LB"),
        ("marie-claude", "MC"),
        ("zoé42", "Z"),
        ("Awa Le Goff", "AG"),
        ("Œdipe", "Œ"),
        ("🌻", "?"),
        ("", "?"),
        ("007", "?"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_words(name, letters):
    assert initials(name) == letters


@given(st.text())
def test_any_name_has_a_face(name):
    assert 1 <= len(initials(name)) <= 2
    assert 0 <= tone(name) < TONES
    assert tone(name) == tone(name)
