"""Folding: the same words whatever their dress."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.language.folding import Folded, fold, plain

#: Text rich in the tricks people use, beside any text at all.
tricky_text = st.one_of(
    st.text(),
    st.text(alphabet="aAbéÉœ013457@$€ .-_*·'’\u200b\u0301соΑ🅰🇫ſßﬁ\n"),
    st.lists(st.sampled_from(["c", "0", "nn", "nnn", ".", " ", "-", "*", "à", "1"])).map("".join),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ÉCŒURÉ", "ecoeure"),
        ("ｃｏｎ", "con"),
        ("𝐜𝐨𝐧", "con"),
        ("сон", "coh"),
        ("🅲🅾🅽", "con"),
        ("c0n", "con"),
        ("$@l0pe", "salope"),
        ("m3rd3", "merde"),
        ("c.o.n.n", "conn"),
        ("c o n n a r d", "connard"),
        ("c-o-n", "con"),
        ("c_0_n", "con"),
        ("connnnard", "conard"),
        ("sal·ope", "salope"),
        ("c\u200bo\u200bn", "con"),
        ("c\u00adon", "con"),
        ("l’eau  de-là", "l'eau de la"),
    ],
)
def test_a_dressed_word_reads_as_the_word(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize("written", ["10h30", "5€", "en 2015", "le 4 mai, 1 500 personnes", "www", "depuis 3 ans", "a b"])
def test_numbers_and_ordinary_writing_are_left_alone(written: str) -> None:
    assert fold(written).text in {written, written.replace("www", "w")}


def test_a_one_is_read_as_i_or_as_l() -> None:
    assert fold("sa1ope", one="l").text == "salope"
    assert fold("v1der", one="i").text == "vider"


def test_double_letters_are_spelling() -> None:
    assert fold("salle").text == "salle"


def test_a_match_is_marked_in_the_authors_own_words() -> None:
    text = "Oh, C.0.NNNN !"
    folded = fold(text)
    first = folded.text.index("con")
    start, end = folded.span(first, first + 3)
    assert text[start:end] == "C.0.NNNN"


def test_one_sign_that_becomes_two_letters_keeps_its_place() -> None:
    folded = plain("cœur")
    assert folded.text == "coeur"
    assert folded.span(1, 3) == (1, 2)


@given(tricky_text)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    for folded in (plain(text), fold(text), fold(text, one="l")):
        assert plain(folded.text).text == folded.text
    assert fold(fold(text).text).text == fold(text).text


@given(tricky_text)
def test_offsets_rise_and_stay_inside_the_text(text: str) -> None:
    for folded in (plain(text), fold(text)):
        _assert_offsets_are_sound(folded, len(text))


def _assert_offsets_are_sound(folded: Folded, length: int) -> None:
    starts, ends = list(folded.starts), list(folded.ends)
    assert len(starts) == len(ends) == len(folded.text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= length for start, end in zip(starts, ends, strict=True))
