"""Listed words: found through tricks, never inside other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.language.words import (
    ACCENTED,
    AS_WRITTEN,
    MASKED,
    RESPELLED,
    TRICKED,
    WordEntry,
    WordMatcher,
)

SHORT = ["con", "cul", "put", "anal", "pd", "ass", "cum", "nul"]


def matcher(*patterns: str, inflected: bool = True) -> WordMatcher:
    entries = (WordEntry(rank, pattern, "banned") for rank, pattern in enumerate(patterns))
    return WordMatcher.of(entries, inflected=inflected)


def seen(text: str, *patterns: str) -> list[tuple[str, float]]:
    return [(text[match.start : match.end], match.certainty) for match in matcher(*patterns).find(text)]


@pytest.mark.parametrize(
    "innocent",
    [
        "Scunthorpe",
        "concombre",
        "computer",
        "conseil",
        "concours",
        "analyse",
        "pédagogue",
        "assassin",
        "culture",
        "des cônes",
        "l'annulation",
        "un député",
        "cumuler",
        "aujourd'hui",
        "la reconquête",
    ],
)
def test_a_short_listed_word_is_not_found_inside_another(innocent: str) -> None:
    assert seen(innocent, *SHORT) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quel con !", "con"),
        ("QUEL CON", "CON"),
        ("l'con", "con"),
        ("d’con", "con"),
        ("petit-con", "con"),
        ("deux cons", "cons"),
        ("*con*", "con"),
    ],
)
def test_a_whole_word_is_found_after_an_elision_a_hyphen_or_in_the_plural(text: str, found: str) -> None:
    assert seen(text, "con") == [(found, AS_WRITTEN)]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("connard", AS_WRITTEN),
        ("connardes", AS_WRITTEN),
        ("CONNARD", AS_WRITTEN),
        ("con\u200bnard", RESPELLED),
        ("𝐜𝐨𝐧𝐧𝐚𝐫𝐝", RESPELLED),
        ("c0nnard", TRICKED),
        ("c.o.n.n.a.r.d", TRICKED),
        ("c o n n a r d", TRICKED),
        ("connnnaaaard", TRICKED),
        ("сonnard", TRICKED),
        ("con.nard", TRICKED),
        ("conn*rd", MASKED),
        ("conn***", MASKED),
    ],
)
def test_the_more_a_word_is_disguised_the_less_certain_the_match(text: str, certainty: float) -> None:
    assert seen(f"Quel {text} celui-là.", "connard") == [(text, certainty)]


def test_accents_left_out_weigh_less_than_accents_that_make_another_word() -> None:
    assert seen("encule", "enculé") == [("encule", RESPELLED)]
    assert seen("un plat salé", "sale") == [("salé", ACCENTED)]


def test_a_missing_double_letter_is_another_word_unless_letters_are_stretched() -> None:
    assert seen("une vile attaque", "ville") == []
    assert seen("la salle", "sale") == []
    assert seen("villllle", "ville") == [("villllle", TRICKED)]


def test_stars_open_a_pattern_at_either_end_and_the_whole_word_is_marked() -> None:
    assert seen("des enculeries", "encul*") == [("enculeries", AS_WRITTEN)]
    assert seen("un homophobe", "*phobe") == [("homophobe", AS_WRITTEN)]
    assert seen("les néonazis", "*nazi*") == [("néonazis", AS_WRITTEN)]
    assert seen("désenculer", "encul*") == []


def test_a_phrase_is_found_whatever_its_blanks() -> None:
    assert seen("fils de pute", "fils de pute") == [("fils de pute", AS_WRITTEN)]
    assert seen("fils-de-pute", "fils de pute") == [("fils-de-pute", RESPELLED)]
    assert seen("fils\n  de pute", "fils de pute") == [("fils\n  de pute", TRICKED)]


def test_without_inflection_only_the_listed_form_is_found() -> None:
    strict = matcher("connard", inflected=False)
    assert strict.find("connards") == []
    assert len(strict.find("connard")) == 1


def test_a_masked_common_word_is_not_taken_for_a_listed_one() -> None:
    assert seen("voir la note* et **ceci**", "note", "cela") == [("note", AS_WRITTEN)]
    assert seen("c** et p***", "con", "pute") == []


def test_an_entry_without_a_letter_is_ignored() -> None:
    assert seen("rien", "", "*", "***", " . ") == []


def test_rows_of_a_table_are_entries_too() -> None:
    (match,) = WordMatcher.of([(7, "mouton", "watched")]).find("un mouton")
    assert (match.entry_id, match.kind) == (7, "watched")


def test_an_empty_list_finds_nothing() -> None:
    assert matcher().find("con") == []


words = st.text(alphabet="aceélnopstu01*.-' ", max_size=8)


@given(st.lists(words, max_size=6), st.one_of(st.text(), words))
def test_matches_are_ordered_and_inside_the_text(patterns: list[str], text: str) -> None:
    matches = matcher(*patterns).find(text)
    assert [match.start for match in matches] == sorted(match.start for match in matches)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)


@given(st.text(alphabet="bcdeflmnoprstu", min_size=3, max_size=12), st.text())
def test_a_listed_word_standing_alone_is_always_found(word: str, around: str) -> None:
    assert matcher(word).find(f"{around} {word} {around}")
