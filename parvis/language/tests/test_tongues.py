"""The language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.language.tongues import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Je ne suis pas d'accord avec cet article, la mairie n'a rien demandé aux riverains."),
        ("en", "I do not agree with this article, the council never asked the neighbours anything."),
        ("de", "Ich bin mit diesem Artikel nicht einverstanden, niemand hat die Anwohner gefragt."),
        ("es", "No estoy de acuerdo con este artículo, nadie preguntó a los vecinos del barrio."),
        ("it", "Non sono d'accordo con questo articolo, nessuno ha chiesto niente agli abitanti."),
        ("pt", "Não concordo com este artigo, ninguém perguntou nada aos moradores do bairro."),
        ("nl", "Ik ben het niet eens met dit artikel, niemand heeft de bewoners iets gevraagd."),
        ("ar", "لا أتفق مع هذا المقال لأن البلدية لم تسأل السكان عن رأيهم"),
    ],
)
def test_the_language_of_a_sentence_is_named(language: str, text: str) -> None:
    guess = language_of(text)
    assert guess.language == language
    assert guess.confidence >= 0.8


@pytest.mark.parametrize("text", ["", "Merci !", "12 345 678 901 234 567 890 000", "😀" * 40])
def test_a_short_or_wordless_text_has_no_language(text: str) -> None:
    assert language_of(text).language is None


def test_links_and_mentions_do_not_count() -> None:
    text = "Voir https://example.com/the-long-english-title-of-an-article-about-things @TheNewsroom"
    assert language_of(text).language is None


@given(st.text())
def test_any_text_gets_a_guess(text: str) -> None:
    assert 0.0 <= language_of(text).confidence <= 1.0
