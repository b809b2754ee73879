"""Personal data: found by its own keys, not by its looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.language.personal import find_personal_data


def seen(text: str, region: str = "FR") -> list[tuple[str, str]]:
    return [(piece.kind, text[piece.start : piece.end]) for piece in find_personal_data(text, region)]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("phone", "06 12 34 56 78"),
        ("phone", "06.12.34.56.78"),
        ("phone", "0612345678"),
        ("phone", "+33 6 12 34 56 78"),
        ("phone", "0 6 1 2 3 4 5 6 7 8"),
        ("phone", "+32 475 12 34 56"),
        ("mail", "jean.dupont@exemple.fr"),
        ("mail", "jean (at) exemple [point] fr"),
        ("mail", "jean[arobase]exemple.fr"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("iban", "DE89370400440532013000"),
        ("card", "4111 1111 1111 1111"),
        ("nir", "1 85 05 78 006 084 91"),
    ],
)
def test_personal_data_is_found_where_it_stands(kind: str, written: str) -> None:
    assert seen(f"Voici : {written}, merci bien.") == [(kind, written)]


@pytest.mark.parametrize(
    "innocent",
    [
        "Le 12/05/2024 à 10h30, 1 250 000 euros.",
        "La loi 2004-575 du 21 juin 2004, article 132-80.",
        "Une ville de 612 345 678 habitants ?",
        "SIRET 732 829 320 00074",
        "Le 3919 ou le 0800 123 456 répondent.",
        "https://exemple.fr/2024/11/0612345678.html",
        "FR76 3000 6000 0112 3456 7890 180",
        "4111 1111 1111 1112",
        "rendez-vous @ midi, contactez @redaction",
        "voyez\n@leJournal.fr ou @lejournal.fr",
        "2015-2020 puis 2021-2026, 12.345.678,90",
    ],
)
def test_numbers_that_concern_nobody_pass(innocent: str) -> None:
    assert seen(innocent) == []


def test_a_national_number_is_read_in_its_region() -> None:
    assert seen("0475 12 34 56", region="BE") == [("phone", "0475 12 34 56")]
    assert seen("612 34 56 78", region="ES") == [("phone", "612 34 56 78")]


def test_several_kinds_in_one_text_come_in_reading_order() -> None:
    text = "a@b.fr puis 06 12 34 56 78 puis c@d.fr"
    assert [kind for kind, _ in seen(text)] == ["mail", "phone", "mail"]


@given(st.one_of(st.text(), st.text(alphabet="0123456789 +().-/@aFR76")))
def test_pieces_never_overlap_and_stay_inside_the_text(text: str) -> None:
    pieces = find_personal_data(text)
    edges = [edge for piece in pieces for edge in (piece.start, piece.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
