"""Evidence in words, complete in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import override_settings
from django.utils.translation import override

from parvis.moderation.screens import sentences
from parvis.moderation.screens.evidence import Check, Evidence
from parvis.moderation.screens.sentences import FOR_THE_AUTHOR, FOR_THE_DESK, advise, explain
from parvis.moderation.tests.drafts import CALM, seen

FRENCH = Path(sentences.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file)


@pytest.fixture
def french(catalogue: Catalog, tmp_path: Path) -> Iterator[None]:
    compiled = tmp_path / "fr" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    with override_settings(LOCALE_PATHS=[tmp_path]), override("fr"):
        yield


def everything_said() -> list[Evidence]:
    found: list[Evidence] = []
    for changes in (
        {"is_open": False, "posts_last_minute": 9, "mode": "pre", "published_posts": 0, "refused_recently": 2},
        {"posts_last_hour": 99, "premoderated": True, "min_length": 999, "recent_texts": (CALM,), "language": "de"},
        {"max_length": 9, "thread_recent_texts": (CALM,), "links": tuple(f"https://spam.test/{n}" for n in range(9))},
    ):
        found += seen(CALM, **changes).values()
    for text in ("Quel connard", "Quel c0nnard", "Les moutons", "Les m0utons", "jean@exemple.fr", "CRIONS TOUJOURS ENCORE PLUS"):
        found += seen(text, published_posts=0, links=("https://ailleurs.test",)).values()
    return found


def test_every_check_is_told_to_the_desk_and_to_the_author() -> None:
    assert {piece.check for piece in everything_said()} == set(get_args(Check))
    assert FOR_THE_DESK.keys() == FOR_THE_AUTHOR.keys()


def test_sentences_are_whole_in_english() -> None:
    with override("en"):
        for piece in everything_said():
            assert_whole(explain(piece, "en"))
            assert_whole(advise(piece))


@pytest.mark.usefixtures("french")
def test_sentences_are_whole_in_french() -> None:
    for piece in everything_said():
        assert_whole(explain(piece, "fr"))
        assert_whole(advise(piece))
        assert explain(piece, "fr") != explain(piece, "en")


def assert_whole(sentence: str) -> None:
    assert sentence[-1] in ".?!"
    assert "%(" not in sentence
    assert "…" not in sentence


@pytest.mark.usefixtures("french")
def test_the_desk_reads_which_word_held_a_post() -> None:
    evidence = seen("Quel c.o.n.n.a.r.d")["banned_words"]
    assert explain(evidence, "fr") == "Mots interdits déguisés\u202f: «\u202fc.o.n.n.a.r.d\u202f» pour «\u202fconnard\u202f»."
    assert explain(evidence, "en") == "Banned words in disguise: “c.o.n.n.a.r.d” for “connard”."


@pytest.mark.usefixtures("french")
def test_kinds_and_languages_are_named_in_the_readers_language() -> None:
    assert "numéro de téléphone" in advise(seen("Le 06 12 34 56 78, merci")["personal_data"])
    assert "allemand" in explain(seen(CALM, language="de")["language"], "fr")
    assert "german" in explain(seen(CALM, language="de")["language"], "en").lower()


def test_old_evidence_that_lacks_a_figure_is_still_told() -> None:
    assert explain(Evidence("newcomer", 1.0), "en").startswith("Newcomer: … published")


def test_every_sentence_has_its_french_with_french_typography(catalogue: Catalog) -> None:
    told = {message.id: str(message.string) for message in catalogue if message.id}
    with override(None):
        wanted = {str(words) for words in (*FOR_THE_DESK.values(), *FOR_THE_AUTHOR.values())}
    assert wanted <= told.keys()
    for english, french in told.items():
        assert french, english
        assert not re.search(r"[^\u202f][:;?!»](?:\s|$)|«[^\u202f]|'", french), french
        assert sorted(re.findall(r"%\(\w+\)s", english)) == sorted(re.findall(r"%\(\w+\)s", french))
