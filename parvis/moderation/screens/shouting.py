"""Is it shouted?"""

from collections.abc import Iterator
from typing import Final

from parvis.language.shouting import loudness
from parvis.moderation.screens.evidence import Draft, Evidence

_WORDS_TO_JUDGE: Final = 4  # a three-word cry is a cry, not a manner
_LOUD: Final = 0.5
_RUNS: Final = 3
_CERTAINTY_OF_RUNS: Final = 0.5


def notice_shouting(draft: Draft) -> Iterator[Evidence]:
    """The certainty is the share of long words in capitals; three « !!! » are half a shout."""
    heard = loudness(draft.text)
    capitals = heard.capitals if heard.words >= _WORDS_TO_JUDGE else 0.0
    if capitals >= _LOUD or heard.runs >= _RUNS:
        certainty = max(capitals, _CERTAINTY_OF_RUNS if heard.runs >= _RUNS else 0.0)
        detail: dict[str, str | int | float] = {"percent": int(capitals * 100), "runs": heard.runs}
        yield Evidence("shouting", certainty, heard.spans, detail, mend=True)
