"""Colours: the ratios of WCAG, and the nearest readable shade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.colours import contrast, nearest_readable, normal_colour, worst_contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0), ("#1f4e5f", "#fcf8f2", 8.58)],
)
def test_the_ratio_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    ("written", "kept"), [("#1F4E5F", "#1f4e5f"), (" abc ", "#aabbcc"), ("rouge", ""), ("#12345", ""), ("#1234567", ""), ("", "")]
)
def test_a_colour_is_kept_in_one_form(written, kept):
    assert normal_colour(written) == kept


@given(COLOURS)
def test_the_nearest_readable_colour_is_readable_and_a_readable_one_stays(colour):
    for grounds in (["#fcf8f2", "#f5f0e8", "#fffdfa"], ["#191512", "#130f0c", "#231f1c"]):
        nearest = nearest_readable(colour, grounds)
        assert worst_contrast(nearest, grounds) >= 4.5
        assert nearest_readable(nearest, grounds) == nearest


def test_a_pale_yellow_becomes_a_darker_yellow_and_not_another_hue():
    proposed = nearest_readable("#ffe14d", ["#ffffff"])
    red, green, blue = (int(proposed[place : place + 2], 16) for place in (1, 3, 5))
    assert red > blue and green > blue
    assert contrast(proposed, "#ffffff") == pytest.approx(4.5, abs=0.12)
