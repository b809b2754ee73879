"""How much two texts repeat each other, however slightly they were edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from parvis.language.folding import plain


@dataclass(frozen=True, slots=True)
class Nearest:
    """The candidate most like a text: its rank among the candidates and its likeness."""

    rank: int
    likeness: float


def likeness(one: str, other: str) -> float:
    """Between 0 (nothing in common) and 1 (the same words); case, accents, signs do not count.

    The normalised insertion-deletion similarity: 2 × common letters in order / total letters.
    """
    return Indel.normalized_similarity(essence(one), essence(other))


def nearest(text: str, candidates: Iterable[str], *, at_least: float = 0.8) -> Nearest | None:
    """The candidate most like `text` if its likeness reaches `at_least`; the first of equals."""
    wanted = essence(text)
    best: Nearest | None = None
    floor = at_least
    for rank, candidate in enumerate(candidates):
        found = Indel.normalized_similarity(wanted, essence(candidate), score_cutoff=floor)
        if found >= floor and found > (best.likeness if best else 0.0):
            best, floor = Nearest(rank, found), found
    return best


def essence(text: str) -> str:
    """The letters and digits of a text, folded: what remains when the dress is taken off."""
    return text[:_READ].translate(_LETTERS)


_READ: Final = 2_000  # danger: comparing costs the product of the two lengths / 64


class _Letters(dict[int, str]):
    """What each character leaves in an `essence`, worked out at its first meeting."""

    def __missing__(self, code: int) -> str:
        left = "".join(filter(str.isalnum, plain(chr(code)).text))
        if len(self) < _KNOWN_AT_MOST:
            self[code] = left
        return left


_KNOWN_AT_MOST: Final = 20_000  # danger: without it a text of rare signs would fill the memory
_LETTERS: Final = _Letters()
