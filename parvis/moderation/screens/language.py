"""Can readers here, and the desk, read it?"""

from collections.abc import Iterator
from typing import Final

from parvis.language.tongues import language_of
from parvis.moderation.screens.evidence import Draft, Evidence

_LONG: Final = 80  # characters from which both halves of a text can be asked
_CONFIRMED, _GUESSED, _DOUBTFUL = 0.95, 0.7, 0.4


def notice_another_language(draft: Draft) -> Iterator[Evidence]:
    """A language the place does not list; a text too short to tell passes.

    The draft's language was guessed from its beginning, where a few proper names can mislead:
    the second half of a long text confirms it, or not.
    """
    expected = draft.limits.languages
    if draft.language is None or not expected or draft.language in expected:
        return
    detail: dict[str, str | int | float] = {"language": draft.language, "expected": ",".join(expected)}
    yield Evidence("language", _certainty(draft.text, draft.language, expected), detail=detail, mend=True)


def _certainty(text: str, language: str, expected: tuple[str, ...]) -> float:
    if len(text) < _LONG:
        return _GUESSED
    again = language_of(text[len(text) // 2 :]).language
    if again == language:
        return _CONFIRMED
    return _DOUBTFUL if again in expected else _GUESSED
