"""A title's look: readable, or refused with what would be."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from parvis.journal.models import Fact
from parvis.kit.colours import contrast, worst_contrast
from parvis.kit.refusals import Refusal
from parvis.publishers.looks.acts import change_look, set_logo
from parvis.publishers.looks.models import Look, look_in_force, style_of
from parvis.publishers.looks.offered import FACES, GROUNDS, checked, papers
from parvis.publishers.models import Title
from parvis.ui.tests.colours import contrast as token_contrast
from parvis.ui.tests.colours import palette


def logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (400, 100), (10, 60, 90, 255)).save(file, "PNG")
    return file.getvalue()


def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(house):
    with pytest.raises(Refusal) as refused:
        change_look(title=house.daily, account_id=None, accent_day="#ffe14d")
    told = refused.value
    assert (told.code, told.fields["field"]) == ("unreadable", "accent_day")
    assert worst_contrast(told.fields["proposal"], papers("paper", "day")) >= 4.5
    assert told.fields["proposal"] in told.message
    assert not Look.objects.exists()
    change_look(title=house.daily, account_id=None, accent_day=told.fields["proposal"])


def test_by_night_the_colour_is_checked_too_and_made_when_it_is_not_given(house):
    with pytest.raises(Refusal) as refused:
        change_look(title=house.daily, account_id=None, accent_day="#1f4e5f", accent_night="#1f4e5f")
    assert refused.value.fields["field"] == "accent_night"
    look = change_look(title=house.daily, account_id=None, accent_day="#1f4e5f", accent_night="")
    assert worst_contrast(look.accent_night, papers("paper", "night")) >= 4.5
    assert Title.objects.get(pk=house.daily.pk).accent == "#1f4e5f"


def test_each_change_has_a_version_and_no_change_has_none(house):
    manager = house.accounts["community_manager"].pk
    one = change_look(title=house.daily, account_id=manager, ground="mist", face="sans")
    two = change_look(title=house.daily, account_id=manager, face="didone")
    same = change_look(title=house.daily, account_id=manager, face="didone")
    assert (one.version, two.version, same.version) == (1, 2, 2)
    assert look_in_force(house.daily.pk).ground == "mist"
    assert Fact.objects.filter(name="LookChanged").count() == 2
    for role in ("moderator", "weekly_moderator", "nobody"):
        with pytest.raises(Refusal):
            change_look(title=house.daily, account_id=house.accounts[role].pk, face="sans")


@pytest.mark.parametrize("given", [{"face": "comic"}, {"ground": "lava"}, {"accent_day": "rouge"}])
def test_what_is_not_offered_is_refused(house, given):
    with pytest.raises(Refusal) as refused:
        change_look(title=house.daily, account_id=None, **given)
    assert refused.value.fields["field"] == next(iter(given))


def test_a_logo_is_said_in_words_and_can_be_taken_away(house):
    with pytest.raises(Refusal):
        set_logo(title=house.daily, account_id=None, picture=logo(), words=" ")
    look = set_logo(title=house.daily, account_id=None, picture=logo(), words="Le Jour")
    assert (look.logo_width, look.logo_height, look.logo_words) == (400, 100, "Le Jour")
    assert set_logo(title=house.daily, account_id=None, picture=None).logo is None
    with pytest.raises(Refusal):
        set_logo(title=house.daily, account_id=house.accounts["guest"].pk, picture=None)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(sorted(GROUNDS)))
def test_whatever_is_kept_is_readable_by_day_and_by_night(number, ground):
    try:
        kept = checked({"accent_day": f"#{number:06x}", "ground": ground})
    except Refusal as refused:
        kept = checked({"accent_day": refused.fields["proposal"], "ground": ground})
    for light in ("day", "night"):
        assert worst_contrast(kept[f"accent_{light}"], papers(ground, light)) >= 4.5


def _as_written(colour: tuple[float, float, float]) -> str:
    from parvis.kit.colours import _in_srgb

    lightness, chroma, hue = colour
    return _in_srgb(lightness, chroma, hue * 3.141592653589793 / 180)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("theme", [0, 1])
def test_every_ink_of_the_house_is_readable_on_every_ground_offered(ground, theme):
    colours = palette(theme)
    family = GROUNDS[ground].day if theme == 0 else GROUNDS[ground].night
    for ink in ("ink", "ink-soft", "ink-faint", "held", "danger", "slate"):
        assert all(contrast(_as_written(colours[ink]), paper) >= 4.5 for paper in family), (ink, family)
    assert all(contrast(_as_written(colours["edge"]), paper) >= 3 for paper in family)
    assert token_contrast(colours["ink"], colours["paper"]) > 4.5


def test_the_first_ground_is_that_of_the_tokens():
    for theme, family in ((0, GROUNDS["paper"].day), (1, GROUNDS["paper"].night)):
        shown = [_as_written(palette(theme)[name]) for name in ("paper", "paper-sunk", "paper-raised")]
        assert all(contrast(one, other) < 1.03 for one, other in zip(shown, family, strict=True)), shown


def test_the_style_sheet_sets_tokens_and_nothing_else(house):
    look = change_look(title=house.daily, account_id=None, accent_day="#1f4e5f", face="didone")
    sheet = style_of(look)
    assert sheet.startswith(":root.titled{")
    assert "--accent: light-dark(#1f4e5f, " in sheet
    assert FACES["didone"].read in sheet
    assert sheet.count("{") == sheet.count("}") == 1
