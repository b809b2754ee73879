"""Screens that read the words: length, lists, personal data, shouting, language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.moderation.screens import CHECKS, SCREENS, screen
from parvis.moderation.tests.drafts import CALM, draft, seen


def marked(text: str, check: str) -> list[str]:
    evidence = seen(text)[check]
    return [text[start:end] for start, end in evidence.spans]


def test_a_calm_post_by_a_known_member_leaves_no_evidence() -> None:
    assert seen() == {}


def test_every_screen_runs_and_nothing_stops_at_the_first() -> None:
    found = seen("CONNARD ! 06 12 34 56 78", is_open=False, published_posts=0, mode="pre")
    assert list(found) == ["closed", "banned_words", "personal_data", "newcomer", "premoderation"]


def test_a_text_too_short_or_too_long_says_its_length_and_the_limit() -> None:
    assert seen("  a ")["length"].detail == {"length": 1, "least": 2}
    long = seen("mot " * 20, max_length=50)["length"]
    assert long.detail == {"length": 79, "most": 50}
    assert long.spans == ((50, 80),)


def test_a_banned_word_names_the_word_and_the_entry_and_is_marked() -> None:
    text = "Quel C.0.N ce connard, concombre compris."
    evidence = seen(text)["banned_words"]
    assert marked(text, "banned_words") == ["C.0.N", "connard"]
    assert evidence.certainty == 1.0
    assert evidence.detail == {"written": "connard, C.0.N", "listed": "connard, con", "entries": "1,2", "count": 2}
    assert evidence.mend


def test_a_disguised_word_alone_is_less_certain() -> None:
    assert seen("Quel c0nnard vraiment celui-là")["banned_words"].certainty == 0.7


def test_a_watched_word_is_not_a_banned_one() -> None:
    found = seen("Quels moutonniers, ces lecteurs-là !")
    assert list(found) == ["watched_words"]
    assert found["watched_words"].detail["written"] == "moutonniers"


def test_personal_data_is_marked_and_told_by_kind() -> None:
    text = "Écrivez-moi : jean@exemple.fr ou 06 12 34 56 78."
    assert marked(text, "personal_data") == ["jean@exemple.fr", "06 12 34 56 78"]
    assert seen(text)["personal_data"].detail == {"kinds": "mail,phone", "count": 2}


def test_shouting_weighs_as_much_as_its_capitals() -> None:
    found = seen("CETTE MAIRIE SE MOQUE VRAIMENT DE NOUS TOUS")["shouting"]
    assert found.certainty == 1.0
    assert seen("Vraiment ??? Mais enfin !!! Pourquoi ???")["shouting"].certainty == 0.5


def test_a_short_cry_is_not_shouting() -> None:
    assert "shouting" not in seen("BRAVO LILLE !")


@pytest.mark.parametrize(("language", "languages", "noticed"), [("de", ("fr",), True), ("fr", ("fr",), False), ("de", (), False)])
def test_a_language_outside_the_list_is_noticed(language: str, languages: tuple[str, ...], noticed: bool) -> None:
    assert ("language" in seen(CALM, language=language, languages=languages)) is noticed


def test_a_text_whose_language_nobody_knows_passes() -> None:
    assert seen("Merci à tous !", language=None) == {}


GERMAN = "Ich bin mit diesem Artikel überhaupt nicht einverstanden, denn niemand hat die Anwohner gefragt."
NAMES_FIRST = "Jakob Müller gegen Werner Schmidt und Hans : la mairie n'a jamais consulté les riverains du pont."


def test_another_language_is_sure_when_both_halves_of_the_text_speak_it() -> None:
    assert seen(GERMAN, language="de")["language"].certainty == 0.95
    assert seen(NAMES_FIRST, language="de")["language"].certainty == 0.4
    assert seen("Das ist ja wunderbar", language="de")["language"].certainty == 0.7


def test_screening_tells_what_it_cost() -> None:
    assert screen(draft()).microseconds >= 0
    assert len(SCREENS) == len(set(SCREENS))


@given(st.text())
def test_any_text_can_be_screened_and_every_mark_is_inside_it(text: str) -> None:
    for evidence in screen(draft(text, language=None)).evidence:
        assert evidence.check in CHECKS
        assert 0.0 <= evidence.certainty <= 1.0
        assert all(0 <= start < end <= len(text) for start, end in evidence.spans)
