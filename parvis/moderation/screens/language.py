"""Can readers here, and the desk, read it?"""

from collections.abc import Iterator
from typing import Final

from parvis.moderation.screens.evidence import Draft, Evidence

_LONG: Final = 60  # characters from which the guessed language is hardly ever wrong


def notice_another_language(draft: Draft) -> Iterator[Evidence]:
    """A language the place does not list; a text too short to tell passes."""
    expected = draft.limits.languages
    if draft.language is None or not expected or draft.language in expected:
        return
    certainty = 0.9 if len(draft.text) >= _LONG else 0.7
    detail: dict[str, str | int | float] = {"language": draft.language, "expected": ",".join(expected)}
    yield Evidence("language", certainty, detail=detail, mend=True)
