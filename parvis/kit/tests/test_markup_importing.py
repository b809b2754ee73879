"""Comments kept as HTML elsewhere come over whole, safe, and always in the same shape."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parvis.kit.markup import Rendered, clean_html, render
from parvis.kit.tests.reading_html import forbidden_in, words_in
from parvis.kit.tests.test_markup import LINK, marked_texts

TAGS = (
    "p br em strong b i u s a span div blockquote ul ol li h2 pre code table tr td img svg math button form q spoiler"
    " marquee font dl dt select option ironie title textarea"
)
ATTRIBUTES = (
    "",
    " href='https://a.fr'",
    " href=javascript:x",
    ' class="spoiler"',
    " onclick=x",
    " title=x lang=fr id=x style=color:red",
    ' start="3"',
    " src=//a.fr/i.png alt=chat",
)
BOMBS = [
    "<",
    "<b>",
    "<p>x",
    "<a href=https://a.fr>",
    "<ul><li>",
    "<table><tr><td>",
    "<i><p>",
    "<svg><math>",
    "<!--",
    "&",
    "\n",
    "www.",
]
tags = st.builds("<{}{}{}>".format, st.sampled_from(["", "", "/"]), st.sampled_from(TAGS.split()), st.sampled_from(ATTRIBUTES))
words = st.one_of(
    st.sampled_from(["un", "deux ", " trois", "\n", " ", "&nbsp;", "&lt;b>", "&#10;", "&#1;", "https://a.fr/b", "www.c.fr"]),
    st.text(max_size=4),
)
markups = st.lists(st.one_of(tags, words), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("kept", "html"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("un\ndeux\n\ntrois <em>quatre</em>", "<p>un<br>deux</p><p>trois <em>quatre</em></p>"),
        ("un<br />\ndeux", "<p>un<br>deux</p>"),
        ("<p>un\ndeux</p>", "<p>un deux</p>"),
        ("avant\n<blockquote>cité</blockquote>\naprès", "<p>avant</p><blockquote><p>cité</p></blockquote><p>après</p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<div>a</div>b", "<p>a</p><p>b</p>"),
        ("<h2>Titre</h2>texte", "<p><strong>Titre</strong></p><p>texte</p>"),
        ('<img src="https://a.fr/i.png" alt="un chat">', f'<p><a href="https://a.fr/i.png" {LINK}>un chat</a></p>'),
        ('<img src="data:image/png;base64,x" alt="un chat">', "<p>un chat</p>"),
        ('<iframe src="//a.fr/v"></iframe>', f'<p><a href="https://a.fr/v" {LINK}>https://a.fr/v</a></p>'),
        ('<a href="/desk/">a</a> <a href="//b.fr">b</a>', "<p>a b</p>"),
        ('<a href="https://a.fr" onclick="x" target=_top rel=opener>a</a>', f'<p><a href="https://a.fr" {LINK}>a</a></p>'),
        ("voir https://a.fr, là", f'<p>voir <a href="https://a.fr" {LINK}>https://a.fr</a>, là</p>'),
        ("<spoiler>fin</spoiler>", '<p><span class="spoiler" tabindex="0">fin</span></p>'),
        ("<ironie>bravo</ironie>, je t’aime <3", "<p>&lt;ironie&gt;bravo&lt;/ironie&gt;, je t’aime &lt;3</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
        ("<p>&nbsp;</p><p>a&nbsp;!</p>", "<p>a\xa0!</p>"),
        ("a<script>x</script><style>y</style>b", "<p>ab</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_kept_comment_comes_over(kept: str, html: str) -> None:
    assert clean_html(kept).html == html


def test_text_and_links_come_with_the_html() -> None:
    rendered = clean_html(
        '<p>a<br>b</p><blockquote>c</blockquote><ol><li>d</li><li><a href="https://e.fr/?f&amp;g">e</a></li></ol>'
    )
    assert rendered.text == "a\nb\n\n> c\n\n1. d\n2. e"
    assert rendered.links == ("https://e.fr/?f&g",)


def test_what_is_no_comment_keeps_its_words() -> None:
    assert clean_html("<p><b>a</b></p>" * 2_000).text == "\n\n".join(["a"] * 2_000)


@given(markups)
@example("<ul>a<blockquote>b<li>c</ul>d")
@example("<li><p>a</p>b<br><br>c")
@example("http://a<em></em>b.fr")
def test_cleaning_leaves_plain_formatting_and_twice_is_as_once(html: str) -> None:
    rendered = clean_html(html)
    assert forbidden_in(rendered.html) == []
    assert clean_html(rendered.html) == rendered


@given(marked_texts)
def test_what_we_render_is_already_clean(source: str) -> None:
    rendered = render(source)
    assert clean_html(rendered.html) == rendered


@given(markups)
def test_the_plain_text_has_the_letters_of_the_html(html: str) -> None:
    rendered = clean_html(html)
    assert re.findall("[^\\W\\d_]", words_in(rendered.html)) == re.findall("[^\\W\\d_]", rendered.text)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "b", "div", "td", "li", "ironie", "a.b", "font"]), st.text("abé ", min_size=1)),
        max_size=8,
    )
)
def test_no_word_is_lost(parts: list[tuple[str, str]]) -> None:
    text = clean_html("".join(f"<{tag}>{said}</{tag}>" for tag, said in parts)).text
    assert re.sub(r"<[^>]*>|[^abé]", "", text) == re.sub("[^abé]", "", "".join(said for _, said in parts))


@pytest.mark.parametrize("unit", BOMBS)
@pytest.mark.parametrize("length", [6_000, 190_000, 1_000_000])
def test_no_html_takes_long_to_clean(unit: str, length: int) -> None:
    html = unit * (length // len(unit))
    started = time.process_time()
    assert isinstance(clean_html(html), Rendered)
    assert time.process_time() - started < 0.4  # 0.2 s on an idle machine
