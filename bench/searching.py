"""How quickly words are found: `python -m bench.searching [posts]`; prints a line for the import, then one for each kind of word.

The posts come in by an import, like any archive, in words drawn as words are (the nth word n times rarer than the first).
"""

import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.archives import disqus
from bench.imports import fresh_database, newsroom

VOCABULARY, ASKED, LIMIT = 80_000, 30, 100
_FIRST = ["b", "c", "d", "f", "g", "j", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "tr", "pl", "gr", "br"]
_SOUNDS = [first + last for first in _FIRST for last in ("a", "e", "i", "o", "u", "é", "è", "on", "an", "ou")]
_ENDINGS = ("", "", "s", "e", "es", "tion", "ment", "er", "é", "ée", "aux", "ière")


def word(number: int) -> str:
    """The word of that rank, made of likely syllables, always the same."""
    draw = random.Random(number)
    return "".join(draw.choice(_SOUNDS) for _ in range(draw.choice((2, 2, 3, 3, 4)))) + draw.choice(_ENDINGS)


class Speech:
    """Comments whose words are as unequal as those of a language."""

    def __init__(self) -> None:
        self.words = list(dict.fromkeys(word(number) for number in range(VOCABULARY)))
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def __call__(self, draw: random.Random) -> str:
        many = max(4, min(400, int(draw.lognormvariate(3.2, 0.8))))
        return "Je pense que la ville " + " ".join(draw.choices(self.words, cum_weights=self.weights, k=many)) + "."


def main(posts: int = 1_000_000) -> list[str]:
    """Imports, searches, and gives the lines."""
    speech = Speech()
    with tempfile.TemporaryDirectory() as folder, fresh_database():
        path = Path(folder) / "archive"
        disqus(posts, path, speech)
        title, rules = newsroom(Path(folder))
        lines = [_imported(path, title, rules, posts)]
        lines += [_line(name, title, asked) for name, asked in questions(speech.words).items()]
    return lines


def questions(words: list[str]) -> dict[str, Callable[[random.Random], str]]:
    """Kinds of questions, each drawn anew."""
    common, usual, rare = words[:40], words[400:4_000], words[30_000:]
    return {
        "a word in one post of ten or more": lambda draw: draw.choice(common),
        "a usual word": lambda draw: draw.choice(usual),
        "a rare word": lambda draw: draw.choice(rare),
        "two usual words": lambda draw: " ".join(draw.sample(usual, 2)),
        "two common words": lambda draw: " ".join(draw.sample(common, 2)),
        "a phrase of two common words": lambda draw: '"' + " ".join(draw.sample(common, 2)) + '"',
        "one or another, without a third": lambda draw: "{} OR {} -{}".format(*draw.sample(usual, 3)),
        "a word nobody wrote": lambda draw: f"xylo{draw.randrange(10_000)}graphie",
    }


def _imported(path: Path, title: object, rules: Path, posts: int) -> str:
    from parvis.conversations.archive.load import import_archive

    start = time.perf_counter()
    import_archive(path=path, title=title, rules=rules)  # type: ignore[arg-type]
    seconds = time.perf_counter() - start
    each = seconds / posts * 1e6
    return f"search: {posts:,} posts imported and indexed in {seconds:.0f} s ({each:.0f} s per million, at most 300)"


def _line(name: str, title: object, asked: Callable[[random.Random], str]) -> str:
    from parvis.conversations.searching.asked import asked_of
    from parvis.conversations.searching.measures import Where
    from parvis.conversations.searching.reads import search_posts

    draw, took = random.Random(name), {True: [], False: []}
    for by_date in (True, False):
        for _number in range(ASKED):
            typed = asked(draw)
            start = time.perf_counter()
            search_posts(asked=asked_of(typed), titles=[title], where=Where((), standing="published"), by_date=by_date)  # type: ignore[list-item]
            took[by_date].append((time.perf_counter() - start) * 1e3)
    said = [
        f"{label} p50 {statistics.median(took[key]):.0f}, p95 {sorted(took[key])[int(ASKED * 0.95)]:.0f} ms"
        for key, label in _SORTS
    ]
    return f"search, {name}: {' · '.join(said)} (at most {LIMIT})"


_SORTS = ((True, "newest"), (False, "by relevance"))

if __name__ == "__main__":
    for line in main(*map(int, sys.argv[1:2])):
        print(line)
