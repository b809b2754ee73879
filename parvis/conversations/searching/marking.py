"""The part of a text where the words looked for are, with these words marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from parvis.conversations.searching.measures import stems_of
from parvis.language.searched import searchable

#: Characters of a snippet, and how far before the first word found it begins.
LONGEST, BEFORE = 280, 70
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the tongue it is searched in."""

    text: str
    tongue: str


def snippets(texts: Sequence[Said], stems: dict[str, list[str]]) -> list[SafeString]:
    """One snippet for each text, escaped, the words whose stem is asked for between <mark>; one statement for all."""
    words = {(said.tongue, _folded(word, said.tongue)) for said in texts for word in _WORD.findall(said.text)}
    known = stems_of(sorted(words))
    wanted = {tongue: set(asked) for tongue, asked in stems.items()}
    return [_snippet(said, known, wanted.get(said.tongue, set())) for said in texts]


@lru_cache(maxsize=20_000)
def _folded(word: str, tongue: str) -> str:
    return searchable(word, tongue).strip()


def _snippet(said: Said, known: dict[tuple[str, str], set[str]], wanted: set[str]) -> SafeString:
    found = [word.span() for word in _WORD.finditer(said.text) if known[said.tongue, _folded(word[0], said.tongue)] & wanted]
    start = _start(said.text, found[0][0] if found else 0)
    end = _end(said.text, start)
    marked = _marked(said.text, start, end, found)
    return mark_safe(("… " if start else "") + marked + (" …" if end < len(said.text) else ""))  # noqa: S308  # each part was escaped


def _start(text: str, first: int) -> int:
    if first <= BEFORE:
        return 0
    blank = text.find(" ", first - BEFORE, first)
    return blank + 1 if blank >= 0 else first


def _end(text: str, start: int) -> int:
    if len(text) - start <= LONGEST:
        return len(text)
    blank = text.rfind(" ", start, start + LONGEST)
    return blank if blank > start else start + LONGEST


def _marked(text: str, start: int, end: int, found: Iterable[tuple[int, int]]) -> str:
    pieces, done = [], start
    for first, last in found:
        if first < done or last > end:
            continue
        pieces += [conditional_escape(text[done:first]), "<mark>", conditional_escape(text[first:last]), "</mark>"]
        done = last
    return "".join([*pieces, conditional_escape(text[done:end])])
