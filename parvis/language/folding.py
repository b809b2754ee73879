"""Folding: the same words whatever their dress, each letter still knowing where it came from."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from parvis.language.lookalikes import LOOKALIKES, STAND_INS, One

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; its character i was written at original offsets [starts[i], ends[i])."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The original offsets of the folded characters [first, last); last > first."""
        return self.starts[first], self.ends[last - 1]


def plain(text: str) -> Folded:
    """Fold what any honest writer may vary: case, accents, width, dashes, invisible signs.

    Takes any text. Dashes, underscores and blanks become one space each, ’ becomes '.
    """
    if all(len(_PLAIN[ord(sign)]) == 1 for sign in set(text)):
        return Folded(text.translate(_PLAIN), range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    for place, sign in enumerate(text):
        for letter in _PLAIN[ord(sign)]:
            letters.append(letter)
            starts.append(place)
    return Folded("".join(letters), starts, [place + 1 for place in starts])


def fold(text: str, *, one: One = "i") -> Folded:
    """Fold `plain` differences and spelling tricks, so that « C.0.nnn » reads « con ».

    Undoes look-alike letters, digits inside words (a 1 read as `one`), separators between
    letters and letters said three times or more. Folding a folded text changes nothing.
    """
    return untricked(plain(text), one=one)


def untricked(folded: Folded, *, one: One = "i") -> Folded:
    """Undo spelling tricks in a text already `plain`; see `fold`."""
    if not folded.text.isascii():
        folded = Folded(folded.text.translate(LOOKALIKES), folded.starts, folded.ends)
    # One trick may hide another (« c 0 n »): repeat until nothing moves. Each turn
    # shortens the text or removes digits, so this ends; most texts take one or two turns.
    while True:
        before = folded
        for find_edits in (_stand_ins, _spaced_letters, _cut_words, _long_runs, _wide_blanks):
            folded = _rewritten(folded, find_edits(folded.text, one))
        if folded is before:
            return folded


def _rewritten(folded: Folded, edits: Iterator[Edit]) -> Folded:
    """Apply ordered edits (first, last, replacement of at most last - first characters).

    A replacement as long as what it replaces keeps each offset; a single letter covers it all.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, last, new in edits:
        pieces += (folded.text[done:first], new)
        starts += folded.starts[done:first]
        ends += folded.ends[done:first]
        if len(new) == last - first:
            starts += folded.starts[first:last]
            ends += folded.ends[first:last]
        elif new:
            starts.append(folded.starts[first])
            ends.append(folded.ends[last - 1])
        done = last
    if not pieces:
        return folded
    pieces.append(folded.text[done:])
    starts += folded.starts[done:]
    ends += folded.ends[done:]
    return Folded("".join(pieces), starts, ends)


# Anchored at the word's beginning: without it a long word would cost its length squared.
_WORD_WITH_STAND_IN: Final = re.compile(r"(?<![\w@$€])[^\W013457]*[013457@$€][\w@$€]*")


def _stand_ins(text: str, one: One) -> Iterator[Edit]:
    """« m3rd3 » reads « merde »; « 10h30 » and « 5€ » are left alone: too few letters."""
    for word in _WORD_WITH_STAND_IN.finditer(text):
        written = word[0]
        letters = sum(sign.isalpha() for sign in written)
        if letters * 2 >= len(written) - letters and letters:
            read = written.translate(STAND_INS[one])
            if read != written:
                yield word.start(), word.end(), read


_SEPARATOR: Final = r"[ .·•*+|~^,;:/\\]{1,3}"
_SPACED_LETTERS: Final = re.compile(rf"(?<![^\W_])[\w@$€](?P<between>{_SEPARATOR})[\w@$€](?:(?P=between)[\w@$€])+(?![^\W_])")
_SEPARATORS: Final = re.compile(_SEPARATOR)


def _spaced_letters(text: str, one: One) -> Iterator[Edit]:
    """« c o n n a r d », « c.o.n »: three single letters or more, always the same way apart."""
    for run in _SPACED_LETTERS.finditer(text):
        if sum(sign.isalpha() for sign in run[0]) >= 2:
            for gap in _SEPARATORS.finditer(text, run.start(), run.end()):
                yield gap.start(), gap.end(), ""


_CUT: Final = re.compile(r"(?<=[^\W\d_])[.·•*+|~^]+(?=[^\W\d_])")


def _cut_words(text: str, one: One) -> Iterator[Edit]:
    """« sal.ope », « tou·te·s »: signs inside a word."""
    for cut in _CUT.finditer(text):
        yield cut.start(), cut.end(), ""


_LONG_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")


def _long_runs(text: str, one: One) -> Iterator[Edit]:
    """« connnnard »: two letters are spelling, three are a cry."""
    for run in _LONG_RUN.finditer(text):
        yield run.start(), run.end(), run[1]


_WIDE_BLANK: Final = re.compile(r" {2,}")


def _wide_blanks(text: str, one: One) -> Iterator[Edit]:
    for blank in _WIDE_BLANK.finditer(text):
        yield blank.start(), blank.end(), " "


class _PlainSigns(dict[int, str]):
    """What each character becomes when made `plain`, worked out at its first meeting."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        seen: str | None = None
        while seen != sign:  # some letters decompose only once lowered: until nothing moves
            seen, sign = sign, _decomposed(sign)
        if len(self) < _KNOWN_AT_MOST:
            self[code] = sign
        return sign


def _decomposed(signs: str) -> str:
    parts = unicodedata.normalize("NFKD", signs).casefold().translate(_RESPELLED)
    return "".join(
        " " if part.isspace() or unicodedata.category(part) in {"Pd", "Cc"} else part
        for part in parts
        if unicodedata.category(part) not in _INVISIBLE
    )


_KNOWN_AT_MOST: Final = 20_000  # danger: without it a text of rare signs would fill the memory
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})
_RESPELLED: Final = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "œ": "oe", "æ": "ae", "_": " ", "−": " "})
_PLAIN: Final = _PlainSigns()
