"""Cross-site scripting, tried on our markup: nothing active is ever left."""

import pytest

from e2e.vectors import CALL, NAMES, VECTORS
from parvis.kit.markup import Rendered, clean_html, quote_of, render
from parvis.kit.tests.reading_html import forbidden_in

#: Where readers put words: alone, quoted, listed, hidden, as a link's words, as its address, among others.
PLACES = (
    "{}",
    "> {}",
    "- {}",
    "||{}||",
    "*{}*",
    "[{}](https://a.fr)",
    "[a]({})",
    "[a](<{}>)",
    "https://a.fr/{}",
    "a\n{}\n\nb",
    "\\{}",
)
KEPT = (
    "{}",
    "<p>{}</p>",
    "<a href='{}'>a</a>",
    '<a href="{}">a</a>',
    "<a href={}>a</a>",
    "<b title='{}'>a</b>",
    "<svg>{}</svg>",
    "<math><mtext>{}</mtext></math>",
    "<textarea>{}",
    "<!--{}-->",
    "<img alt='{}' src=https://a.fr>",
)


def test_the_vectors_are_many_and_distinct() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 200
    assert len(NAMES) >= 50
    assert all(f"{CALL}({number})" in vector for number, vector in enumerate(VECTORS) if CALL in vector)
    assert sum(CALL in vector for vector in VECTORS) >= 200


def ensure_inert(rendered: Rendered) -> None:
    assert forbidden_in(rendered.html) == []
    assert forbidden_in(f"<div><span title='x'>{rendered.html}</span></div>".replace(" title='x'", ' class="spoiler"')) == [
        "<div>"
    ]


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_a_vector_is_only_words(number: int) -> None:
    vector = VECTORS[number]
    for place in PLACES:
        rendered = render(place.replace("{}", vector))
        ensure_inert(rendered)
        ensure_inert(render(quote_of(rendered.text) + "a"))
    for place in KEPT:
        rendered = clean_html(place.replace("{}", vector))
        ensure_inert(rendered)
        assert clean_html(rendered.html) == rendered
