"""Saying again what was said: quotes are words, not formatting, and excerpts fit."""

from hypothesis import example, given
from hypothesis import strategies as st

from parvis.kit.markup import excerpt, quote_of, render
from parvis.kit.tests.test_markup import marked_texts


def test_a_quote_is_ready_to_be_replied_under() -> None:
    assert quote_of("Un *deux*\nhttps://a.fr/x_y\n\n1. trois") == "> Un \\*deux\\*\n> https://a.fr/x_y\n>\n> 1\\. trois\n\n"


def test_what_a_post_quoted_is_not_quoted_again() -> None:
    assert quote_of("> toi\n\nmoi") == "> moi\n\n"
    assert quote_of("> toi") == "> \\> toi\n\n"


def test_a_long_post_is_quoted_by_its_first_words() -> None:
    assert quote_of("un deux trois quatre", length=10) == "> un deux…\n\n"


@given(marked_texts)
@example("1. a")
@example("- a\n+ b")
def test_a_quote_shows_the_words_quoted_and_nothing_else(source: str) -> None:
    quoted = render(source).text
    shown = render(quote_of(quoted) + "réponse")
    assert shown.text.endswith("réponse")
    assert shown.html.count("<blockquote>") <= 1
    assert "<em>" not in shown.html
    assert "<ul>" not in shown.html
    assert "<ol" not in shown.html
    assert "spoiler" not in shown.html


def test_an_excerpt_ends_on_a_whole_word() -> None:
    assert excerpt("Il pleut,\n\nenfin presque.", 14) == "Il pleut…"
    assert excerpt("court", 5) == "court"
    assert excerpt("anticonstitutionnellement", 10) == "anticonst…"


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_fits(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
    assert "\n" not in excerpt(text, length)
