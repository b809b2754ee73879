"""Repeats and near-repeats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.language.likeness import likeness, nearest

SAID = "La mairie n'a jamais consulté les riverains avant de fermer le pont."


@pytest.mark.parametrize(
    "edited",
    [
        SAID.upper(),
        SAID.replace("é", "e") + " !!!",
        SAID.replace("jamais", "jamai"),
        f"{SAID} x7",
        SAID.replace(" ", "  "),
    ],
)
def test_a_small_edit_hardly_changes_likeness(edited: str) -> None:
    assert likeness(SAID, edited) > 0.95


def test_another_opinion_is_not_a_repeat() -> None:
    other = "Je trouve au contraire que ces travaux étaient attendus depuis longtemps par tous."
    assert likeness(SAID, other) < 0.6


def test_the_nearest_candidate_is_named_by_its_rank() -> None:
    found = nearest(SAID, ["Rien à voir.", SAID[:-8] + "la rue.", SAID])
    assert found is not None
    assert (found.rank, found.likeness) == (2, 1.0)


def test_no_candidate_near_enough_gives_none() -> None:
    assert nearest(SAID, ["Rien à voir.", ""]) is None
    assert nearest(SAID, []) is None


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_between_zero_and_one(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@given(st.text())
def test_a_text_is_entirely_like_itself(text: str) -> None:
    assert likeness(text, text) == 1.0
