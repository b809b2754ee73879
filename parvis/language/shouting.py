"""How loudly a text is written: capitals and runs of signs."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final


@dataclass(frozen=True, slots=True)
class Loudness:
    """The share (0 to 1) of long words in capitals among long words, and where the noise is."""

    capitals: float
    words: int
    spans: tuple[tuple[int, int], ...]
    runs: int


def loudness(text: str) -> Loudness:
    """How loud `text` is.

    Counts words of four letters or more; a lone word in capitals is taken for an acronym
    (OTAN, INSEE) unless nothing but capitals stands between it and another. `runs` counts « !!! » and « ??? ».
    """
    words = list(_LONG_WORD.finditer(text))
    raised = [word.span() for word in words if word[0].isupper()]
    shouted = _in_company(text, raised)
    runs = [run.span() for run in _RUN.finditer(text)]
    share = len(shouted) / len(words) if words else 0.0
    return Loudness(share, len(words), tuple(sorted(_joined(shouted) + runs)), len(runs))


_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_RUN: Final = re.compile(r"[!?]{3,}")
_SMALL_LETTER: Final = re.compile(r"[a-zß-öø-ÿœ]")
_NEAR: Final = 8  # signs between two shouted words that still make one shout


def _in_company(text: str, raised: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words in capitals that follow or precede another without a small letter between."""
    kept: list[tuple[int, int]] = []
    for before, after in pairwise(raised):
        if not _SMALL_LETTER.search(text, before[1], after[0]):
            kept += [after] if kept and kept[-1] == before else [before, after]
    return kept


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= _NEAR:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
