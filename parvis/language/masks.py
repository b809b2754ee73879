"""Words written with some letters hidden by stars: « p*te », « m**de », « conn*** »."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_MASKED: Final = re.compile(r"(?<![\w*])[^\W_][^\W_*]*\*[\w*]*(?![\w*])")


class MaskedWords(Generic[T]):
    """Words by first letter and length, so that a masked word meets a few dozen candidates."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, int], list[tuple[str, T]]] = defaultdict(list)

    def add(self, word: str, carried: T) -> None:
        """Make `word` (plain form) known, `carried` to be given back when it is seen masked."""
        self._words[word[0], len(word)].append((word, carried))

    def find(self, text: str) -> Iterator[tuple[T, int, int]]:
        """What was carried, and where, for each known word masked in `text` (plain form)."""
        for sight in _MASKED.finditer(text):
            for written in dict.fromkeys((sight[0], sight[0].removesuffix("s"))):
                if not _hides_a_word(written):
                    continue
                for word, carried in self._words.get((written[0], len(written)), ()):
                    if all(shown in ("*", letter) for shown, letter in zip(written, word, strict=True)):
                        yield carried, sight.start(), sight.end()


def _hides_a_word(written: str) -> bool:
    """At most half the letters hidden; one final star alone is a footnote, not a mask."""
    hidden = written.count("*")
    return hidden * 2 <= len(written) and not (hidden == 1 and written.endswith("*"))
