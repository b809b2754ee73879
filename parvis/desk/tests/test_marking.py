"""Evidence marked in the words."""

from hypothesis import given
from hypothesis import strategies as st

from parvis.desk.marking import evidence_of, excerpt, links_in, marked
from parvis.moderation.screens.evidence import Evidence


def caught(*spans: tuple[int, int], check: str = "watched_words") -> Evidence:
    return Evidence(check=check, certainty=0.9, spans=spans, detail={"written": "x"})


def test_what_was_caught_is_marked_and_everything_is_escaped():
    html = marked("<b>Gros</b> mot", [caught((0, 7))])
    assert '<mark class="harsh" title="' in html
    assert "&lt;b&gt;Gros</mark>&lt;/b&gt; mot" in html


def test_marks_never_overlap():
    html = marked("un deux trois", [caught((0, 7)), caught((3, 13)), caught((8, 13), check="shouting")])
    assert html.count("<mark") == html.count("</mark>") == 2


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_span_loses_a_letter_of_the_words(words, spans):
    html = str(marked(words, [caught(*spans)]))
    assert marked(words, []) == _without_marks(html)


def _without_marks(html: str) -> str:
    pieces = html.split("<mark")
    rest = (piece.partition(">")[2].replace("</mark>", "") for piece in pieces[1:])
    return pieces[0] + "".join(rest)


def test_an_excerpt_turns_around_what_was_caught():
    words = "mot " * 100 + "VOYOU " + "mot " * 100
    shown = excerpt(words, [caught((400, 405))])
    assert ">VOYOU</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < 320


def test_evidence_of_another_age_is_left_out():
    assert evidence_of([{"check": "astrology", "certainty": 1}, caught((0, 1)).as_json()])[0].check == "watched_words"


def test_links_are_told_even_when_words_hide_them():
    assert links_in('<a href="https://a.example/?x=1&amp;y=2">ici</a>') == ["https://a.example/?x=1&y=2"]
