"""Finding listed words in a text, as whole words, through accents and spelling tricks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import starmap
from typing import Any, Final, Literal, NamedTuple

import ahocorasick

from parvis.language.folding import Folded, plain, untricked
from parvis.language.masks import MaskedWords

Kind = Literal["banned", "watched"]

AS_WRITTEN: Final = 1.0  # the very word of the list, or its plural
RESPELLED: Final = 0.9  # accents left out, blanks or invisible signs: « encule » for « enculé »
ACCENTED: Final = 0.8  # accents the list has not, often another word: « salé » for « sale »
TRICKED: Final = 0.7  # only the folded form matches: « c.0.n »
MASKED: Final = 0.6  # letters hidden: « p*te »


class WordEntry(NamedTuple):
    """One line of a list: `con`, `fils de pute`, `encul*` (begins), `*phobe` (ends), `*nazi*`."""

    id: int
    pattern: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class WordMatch:
    """An entry found at [start, end) of the author's own text; certainty between 0 and 1."""

    entry_id: int
    pattern: str
    kind: Kind
    start: int
    end: int
    certainty: float


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An entry made ready; `shortened` when its double letters were reduced to one."""

    entry: WordEntry
    length: int
    open_start: bool
    open_end: bool
    feminine: bool
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class WordMatcher:
    """Thousands of entries looked for in one pass; built once per list, then only read."""

    _automaton: Any  # ahocorasick.Automaton has no type information
    _masked: MaskedWords[WordEntry]
    _inflected: bool
    size: int

    @classmethod
    def of(cls, entries: Iterable[tuple[int, str, str]], *, inflected: bool = True) -> "WordMatcher":
        """Build from entries (id, pattern, kind); `inflected` also takes plurals, and longer words' feminines.

        An entry without a letter or digit is ignored: it would match everything.
        """
        wanted: dict[str, list[_Wanted]] = defaultdict(list)
        masked: MaskedWords[WordEntry] = MaskedWords()
        count = 0
        for entry in starmap(_entry, entries):
            core = plain(entry.pattern.strip().strip("*")).text.strip()
            if not any(sign.isalnum() for sign in core):
                continue
            count += 1
            for key, ready in _readied(entry, core):
                wanted[key].append(ready)
            if "*" not in entry.pattern:
                masked.add(core, entry)
        return cls(_automaton_of(wanted), masked, inflected, count)

    def find(self, text: str) -> list[WordMatch]:
        """Every entry present in `text`, in reading order, each place once at its surest."""
        if not self.size:
            return []
        found: list[WordMatch] = []
        taken: set[tuple[int, int]] = set()
        for match in self._sightings(text):
            # Surest readings come first: a later, weaker sighting of the same place adds nothing.
            places = {(match.entry_id, place) for place in range(match.start, match.end)}
            if taken.isdisjoint(places):
                taken |= places
                found.append(match)
        return sorted(found, key=lambda match: (match.start, match.entry_id))

    def _sightings(self, text: str) -> Iterator[WordMatch]:
        honest = plain(text)
        yield from self._read(text, honest, tricked=False)
        known = {honest.text}
        for one in ("i", "l") if "1" in honest.text else ("i",):
            reading = untricked(honest, one=one)
            if reading.text not in known:
                known.add(reading.text)
                yield from self._read(text, reading, tricked=True)
        if "*" in text:
            for entry, first, last in self._masked.find(honest.text):
                yield _match(entry, honest.span(first, last), MASKED)

    def _read(self, text: str, folded: Folded, *, tricked: bool) -> Iterator[WordMatch]:
        for last, group in self._automaton.iter(folded.text):
            for wanted in group:
                first = _word_start(folded.text, last + 1 - wanted.length, wanted)
                end = self._word_end(folded.text, last + 1, wanted)
                if first is None or end is None:
                    continue
                start, stop = folded.span(first, end)
                if wanted.shortened and not (tricked and stop - start > end - first):
                    continue  # « vile » is not « ville » unless its letters were stretched
                certainty = TRICKED if tricked else _certainty(text[start:stop], wanted.entry)
                yield _match(wanted.entry, (start, stop), certainty)

    def _word_end(self, text: str, end: int, wanted: _Wanted) -> int | None:
        """Where the word that matched up to `end` stops, or None if it is another word."""
        if wanted.open_end:
            return _REST_OF_WORD.match(text, end).end()  # type: ignore[union-attr]  # always matches
        if _is_edge(text, end):
            return end
        if not self._inflected:
            return None
        ending = (_FEMININE if wanted.feminine else _PLURAL).match(text, end)
        return ending.end() if ending else None


_WORD_AT_MOST: Final = 40  # danger: an endless word would cost its length squared
_REST_OF_WORD: Final = re.compile(rf"[^\W_]{{0,{_WORD_AT_MOST}}}")
_PLURAL: Final = re.compile(r"[sx](?![^\W_])")
_FEMININE: Final = re.compile(r"(?:[sx]|es?)(?![^\W_])")
_ACCENTED_LETTER: Final = re.compile(r"[À-ÖØ-öø-ÿ]")
_DOUBLE: Final = re.compile(r"([^\W\d_])\1")


def _entry(entry_id: int, pattern: str, kind: str) -> WordEntry:
    return WordEntry(entry_id, pattern, "watched" if kind == "watched" else "banned")


def _readied(entry: WordEntry, core: str) -> Iterator[tuple[str, _Wanted]]:
    starred = entry.pattern.strip()
    edges = starred.startswith("*"), starred.endswith("*")
    # Below four letters a feminine makes other words: « con » would find « cône ».
    feminine = len(core) >= 4
    yield core, _Wanted(entry, len(core), *edges, feminine)
    short = _DOUBLE.sub(r"\1", core)
    if short != core:
        yield short, _Wanted(entry, len(short), *edges, feminine, shortened=True)


def _automaton_of(wanted: dict[str, list[_Wanted]]) -> Any:
    automaton = ahocorasick.Automaton()
    for key, group in wanted.items():
        automaton.add_word(key, tuple(group))
    automaton.make_automaton()
    return automaton


def _word_start(text: str, start: int, wanted: _Wanted) -> int | None:
    """Where the word that matched from `start` begins, or None if it is another word."""
    if not wanted.open_start:
        return start if _is_edge(text, start) else None
    limit = max(0, start - _WORD_AT_MOST)
    while start > limit and text[start - 1].isalnum():
        start -= 1
    return start


def _is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end between the characters place - 1 and place."""
    return place <= 0 or place >= len(text) or not (text[place - 1].isalnum() and text[place].isalnum())


def _certainty(written: str, entry: WordEntry) -> float:
    listed = entry.pattern.strip().strip("*").casefold()
    if listed in written.casefold():
        return AS_WRITTEN
    return ACCENTED if listed.isascii() and _ACCENTED_LETTER.search(written) else RESPELLED


def _match(entry: WordEntry, span: tuple[int, int], certainty: float) -> WordMatch:
    return WordMatch(entry.id, entry.pattern, entry.kind, *span, certainty)
