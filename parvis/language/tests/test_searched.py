"""What the index reads is what is asked of it, whatever the accents, the case and the number."""

from hypothesis import given
from hypothesis import strategies as st

from parvis.language.searched import dictionary_of, searchable, tongue_of


def test_accents_case_and_typography_make_no_difference():
    asked = {searchable(word, "fr") for word in ("élections", "ELECTIONS", "Élections", "e\u0301lections")}
    assert asked == {"election"}
    assert searchable("l’œuvre", "fr") == searchable("L'OEUVRE", "fr") == "l'oeuvre"


def test_feminines_and_plurals_that_stemming_would_part_are_brought_together():
    for family in ("conseiller conseillers conseillère", "premier première premières", "loyer loyers", "décidé décidées"):
        assert len({searchable(word, "fr").removesuffix("e") for word in family.split()}) == 1, family


def test_other_languages_are_only_folded():
    assert searchable("Häuser", "de") == "hauser"
    assert searchable("employees", "en") == "employees"


def test_a_tongue_is_one_we_have_a_dictionary_for_or_none():
    assert [tongue_of("fr"), tongue_of("es"), tongue_of("", "de"), tongue_of("")] == ["fr", "xx", "de", "xx"]
    assert [dictionary_of(tongue) for tongue in ("fr", "xx")] == ["french", "simple"]


@given(st.text(), st.sampled_from(["fr", "en", "de", "xx"]))
def test_any_text_is_read_without_error_and_upper_case_changes_nothing(text, tongue):
    assert isinstance(searchable(text, tongue), str)
