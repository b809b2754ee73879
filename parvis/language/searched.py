"""Words made ready to be searched: the same whatever their accents, before the database's dictionaries reduce them."""

import re
from functools import lru_cache
from typing import Final

from parvis.language.folding import plain

#: The languages searched by their own dictionary; any other is searched by whole words.
DICTIONARIES: Final = {"fr": "french", "en": "english", "de": "german"}
WHOLE_WORDS: Final = "simple"


def tongue_of(language: str, fallback: str = "") -> str:
    """The tongue words are searched in: `fr`, `en`, `de`, or `xx` for any other; `fallback` when `language` is empty."""
    known = language or fallback
    return known if known in DICTIONARIES else "xx"


def dictionary_of(tongue: str) -> str:
    """The PostgreSQL text search configuration of a tongue given by `tongue_of`."""
    return DICTIONARIES.get(tongue, WHOLE_WORDS)


def searchable(text: str, tongue: str) -> str:
    """The text without case, accents or typography, its endings mended where the dictionary would stumble on them.

    What is written in the index and what is asked of it both pass here: « élections », « ELECTIONS » and « élection » meet.
    """
    folded = plain(text).text
    return _FRENCH.sub(_mend, folded) if tongue == "fr" else folded


# Accents are folded before stemming, so that « securite » and « sécurité » give one stem; the French stemmer then no longer
# knows these endings, and it never knew that « conseillers » is the plural of « conseiller ».
_FRENCH: Final = re.compile(
    r"(?<![^\W_])(?:a|meme|etais|etait|etaient|etions|etes|[lf]oyers?|lois|[^\W\d_]{4,}(?:s|ee|ere|enne))(?![^\W_])"
)
# Words that mean nothing alone, and that the dictionary knows by their accents only.
_EMPTY: Final = frozenset({"a", "meme", "etais", "etait", "etaient", "etions", "etes"})
# « loyer » would be reduced to « loi », « foyer » to « foi ».
_KEPT: Final = {"loyer": "loyerz", "loyers": "loyerz", "foyer": "foyerz", "foyers": "foyerz", "lois": "loi"}


def _mend(found: re.Match[str]) -> str:
    return _mended(found[0])


@lru_cache(maxsize=20_000)
def _mended(word: str) -> str:
    if word in _EMPTY:
        return "de"
    if word in _KEPT:
        return _KEPT[word]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith(("ee", "ere")):  # décidée, première, conseillère
        return word[:-1]
    return word[:-2] if word.endswith("enne") else word  # européenne
