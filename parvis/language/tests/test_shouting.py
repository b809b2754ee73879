"""Shouting: capitals and runs of signs."""

from hypothesis import given
from hypothesis import strategies as st

from parvis.language.shouting import loudness


def test_a_sentence_in_capitals_shouts() -> None:
    heard = loudness("C'EST UNE HONTE POUR NOTRE PAYS")
    assert heard.capitals == 1.0


def test_acronyms_do_not_shout() -> None:
    assert loudness("L'OTAN et l'INSEE publient ; la SNCF et l'UNESCO répondent.").capitals == 0.0


def test_runs_of_signs_are_counted_and_marked() -> None:
    text = "Quoi ??? Non !!!!! Ah !!"
    heard = loudness(text)
    assert heard.runs == 2
    assert [text[start:end] for start, end in heard.spans] == ["???", "!!!!!"]


def test_a_calm_text_is_calm() -> None:
    heard = loudness("Bonjour, je voudrais comprendre pourquoi.")
    assert (heard.capitals, heard.runs, heard.spans) == (0.0, 0, ())


def test_an_empty_text_is_silent() -> None:
    assert loudness("").capitals == 0.0


@given(st.text())
def test_any_text_can_be_heard(text: str) -> None:
    heard = loudness(text)
    assert 0.0 <= heard.capitals <= 1.0
    assert all(0 <= start < end <= len(text) for start, end in heard.spans)
