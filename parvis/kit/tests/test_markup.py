"""What readers type is shown as they meant it, and nothing more."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parvis.kit.markup import Rendered, render
from parvis.kit.tests.reading_html import forbidden_in, words_in

LINK = 'rel="ugc nofollow noopener"'

#: What formatting is made of, so that random texts are full of it.
_TYPED = (
    "* ** _ __ [ ] ( ) ]( || | > < & \\ ` # ! - + 1. 2) \n \n\n \t http:// https:// https://a.fr www. www.b.fr javascript:"
    " <b> </b> <a&#32;href='x'> </p> <script> &lt; &amp; &#0; é \u202f \xa0 \x00 \x07 \u2028 \ud800 un deux trois a ."
)
PIECES = _TYPED.split(" ")
BOMBS = [
    "*",
    "**a",
    "[",
    "[](",
    "![",
    "||",
    "||*",
    "> ",
    "> \n",
    "- ",
    "  - a\n",
    "1. ",
    "://",
    "https://a.fr?",
    "\\",
    "<b>",
    "a\n",
]
marked_texts = st.lists(st.one_of(st.sampled_from([*PIECES, " "]), st.text(max_size=5)), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Bonjour", "<p>Bonjour</p>"),
        ("Un *mot* et **deux**", "<p>Un <em>mot</em> et <strong>deux</strong></p>"),
        ("une ligne\nune autre\n\nun paragraphe", "<p>une ligne<br>une autre</p><p>un paragraphe</p>"),
        ("> cité\nrépondu", "<blockquote><p>cité</p></blockquote><p>répondu</p>"),
        ("> a\n> > b\n\nc", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("1945. La paix", '<ol start="1945"><li>La paix</li></ol>'),
        ("||la fin *du* film||", '<p><span class="spoiler" tabindex="0">la fin <em>du</em> film</span></p>'),
        ("a || b", "<p>a || b</p>"),
        ("[ici](https://a.fr/b?c=1&d=2)", f'<p><a href="https://a.fr/b?c=1&amp;d=2" {LINK}>ici</a></p>'),
        ("voir https://a.fr/x_y_z.", f'<p>voir <a href="https://a.fr/x_y_z" {LINK}>https://a.fr/x_y_z</a>.</p>'),
        ("www.a.fr", f'<p><a href="https://www.a.fr" {LINK}>www.a.fr</a></p>'),
        ("c’est fini.la suite", "<p>c’est fini.la suite</p>"),
        ("moi@a.fr", "<p>moi@a.fr</p>"),
        ("# Titre\n---\n```\ncode\n```", "<p># Titre<br>---<br>```<br>code<br>```</p>"),
        ("    en retrait", "<p>en retrait</p>"),
        ("<b>gras</b> & co", "<p>&lt;b&gt;gras&lt;/b&gt; &amp; co</p>"),
        ("![chat](https://a.fr/c.png)", f'<p>!<a href="https://a.fr/c.png" {LINK}>chat</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/desk/)", "<p>[x](/desk/)</p>"),
        ("[x](https://bank.fr@evil.fr/)", "<p>[x](https://bank.fr@evil.fr/)</p>"),
        (r"\*pas de gras\*", "<p>*pas de gras*</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_light_formatting_is_shown(source: str, html: str) -> None:
    assert render(source).html == html


def test_the_plain_text_reads_as_the_post() -> None:
    source = "Je cite *vite* :\n> « non »\n\n1. un\n2. deux\n\n||chut|| et [là](https://a.fr)"
    assert render(source).text == "Je cite vite :\n\n> « non »\n\n1. un\n2. deux\n\nchut et là"


def test_links_are_listed_once_in_order() -> None:
    rendered = render("[a](https://b.fr/?x=1&y=2) https://a.fr https://b.fr/?x=1&y=2")
    assert rendered.links == ("https://b.fr/?x=1&y=2", "https://a.fr")


def test_a_host_with_accents_is_linked_by_its_ascii_name() -> None:
    assert render("https://société.fr/été").links == ("https://xn--socit-esab.fr/%C3%A9t%C3%A9",)


def test_what_no_reader_would_type_is_shown_as_typed() -> None:
    bomb = "> " * 500 + "fin"
    assert render(bomb) == Rendered(f"<p>{'&gt; ' * 500}fin</p>", bomb)


@pytest.mark.parametrize("unit", BOMBS)
@pytest.mark.parametrize("length", [1_500, 20_000, 1_000_000])
def test_no_text_takes_long_to_render(unit: str, length: int) -> None:
    source = unit * (length // len(unit))
    started = time.process_time()
    render(source)
    assert time.process_time() - started < 0.4  # 0.2 s on an idle machine


@given(marked_texts)
@example("||")
@example("[a](https://b.fr/\x00)")
@example("*a ||b* c||")
def test_any_text_renders_to_plain_formatting(source: str) -> None:
    rendered = render(source)
    assert forbidden_in(rendered.html) == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", rendered.text)


@given(marked_texts)
def test_the_plain_text_is_the_words_of_the_html(source: str) -> None:
    rendered = render(source)
    assert _letters(words_in(rendered.html)) in _letters(rendered.text)


@given(
    st.lists(st.text("abcdeé'’ ,.", min_size=1), max_size=5), st.sampled_from(["*", "**", "||", "> ", "- ", "\n", "\n\n", "_"])
)
def test_no_word_is_lost(words: list[str], mark: str) -> None:
    assert _letters(render(mark.join(words)).text) == _letters(mark.join(words))


def _letters(text: str) -> str:
    return re.sub(r"\W|\d|_", "", text)
