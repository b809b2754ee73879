"""The French of the whole house: complete, nothing left over, and its holes those of the English."""

import ast
import os
import re
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from parvis.config.environment import ROOT
from parvis.config.translations import catalogues, compile_translations
from parvis.journal.facts import CATALOGUE
from parvis.testing.translated import messages, untranslated

#: `%(name)s`, `%s` and `{name}`: what the code fills.
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
SENTENCES = {fact.SENTENCE for fact in CATALOGUE.values()}


def named(path):
    return str(path.relative_to(ROOT))


def entries(path):
    with path.open("rb") as source:
        for message in read_po(source, locale=path.parts[-3]):
            if message.id:
                yield (
                    message,
                    *(words if isinstance(words, (list, tuple)) else (words,) for words in (message.id, message.string)),
                )


def test_every_word_of_the_interface_has_its_french():
    assert untranslated() == []


def test_every_fact_has_its_sentence_in_french():
    with translation.override("fr"):
        same = [words for words in SENTENCES if translation.gettext(words) == words]
    assert same == []


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_a_translation_fills_the_same_holes_and_has_every_plural(path):
    for message, said, translated in entries(path):
        if not any(translated):
            continue  # another room says it: see the first test
        assert len(translated) == (2 if message.pluralizable else 1), said
        assert not message.fuzzy, said
        # Of one, a language may say "one" where many need the number.
        known = set(HOLES.findall(" ".join(said)))
        for words in translated:
            assert words, said
            assert set(HOLES.findall(words)) <= known, words
        assert set(HOLES.findall(translated[-1])) == set(HOLES.findall(said[-1])), said


@cache
def _strings_of_the_code():
    """Some words are named in a table, or translated under another name than gettext's."""
    sources = (path for path in (ROOT / "parvis").rglob("*.py") if "tests" not in path.parts)
    trees = (ast.walk(ast.parse(path.read_text("utf-8"))) for path in sources)
    return {node.value for tree in trees for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("path", catalogues(), ids=named)
def test_no_translation_is_left_over_from_words_that_are_gone(path):
    used = {words for _place, _context, words in messages()} | _strings_of_the_code()
    assert [said[0] for _message, said, _translated in entries(path) if said[0] not in used] == []


def test_only_what_has_changed_is_compiled_again():
    compile_translations()
    assert compile_translations() == 0
    path = catalogues()[0]
    later = path.with_suffix(".mo").stat().st_mtime + 10
    before = path.stat()
    try:
        os.utime(path, (later, later))
        assert compile_translations() == 1
    finally:
        os.utime(path, (before.st_atime, before.st_mtime))
