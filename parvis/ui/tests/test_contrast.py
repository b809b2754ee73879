"""Every ink is readable on every ground, by day and by night, whatever colour a title chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.ui.tests.colours import contrast, palette

GROUNDS = ["paper", "paper-sunk", "paper-raised"]
INKS = ["ink", "ink-soft", "ink-faint", "accent", "held", "danger", "slate"]
TINTS = st.tuples(st.floats(0, 1), st.floats(0, 0.37), st.floats(0, 360))


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_an_ink_on_a_ground_reaches_the_ratio_of_text(theme, ground, ink):
    colours = palette(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("sign", ["accent", "held", "danger", "slate"])
def test_words_on_a_wash_reach_the_ratio_of_text(theme, sign):
    colours = palette(theme)
    for ink in (sign, "ink", "ink-soft"):
        assert contrast(colours[ink], colours[f"{sign}-wash"]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_reaches_the_ratio_of_controls(theme, ground):
    colours = palette(theme)
    assert contrast(colours["edge"], colours[ground]) >= 3


@pytest.mark.parametrize("theme", [0, 1])
def test_marked_evidence_stays_readable(theme):
    colours = palette(theme)
    assert contrast(colours["ink"], colours["evidence"]) >= 4.5


@given(tint=TINTS, theme=st.sampled_from([0, 1]))
def test_any_colour_of_a_title_gives_a_readable_accent(tint, theme):
    colours = palette(theme, tint)
    for ground in GROUNDS:
        assert contrast(colours["accent"], colours[ground]) >= 4.5
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
