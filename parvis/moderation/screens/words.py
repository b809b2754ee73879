"""Does it use words the title banned, or watches?"""

from collections.abc import Iterable, Iterator
from typing import Final

from parvis.language.words import WordMatch
from parvis.moderation.screens.evidence import Check, Draft, Evidence

_CHECKS: Final[dict[str, Check]] = {"banned": "banned_words", "watched": "watched_words"}
_NAMED_AT_MOST: Final = 5


def notice_listed_words(draft: Draft) -> Iterator[Evidence]:
    """One piece of evidence per list, at the certainty of its surest match, naming word and entry."""
    matches = draft.words.find(draft.text)
    for kind, check in _CHECKS.items():
        if found := [match for match in matches if match.kind == kind]:
            yield _evidence(check, found, draft.text)


def _evidence(check: Check, found: list[WordMatch], text: str) -> Evidence:
    named = sorted(found, key=lambda match: -match.certainty)
    entries = dict.fromkeys(match.entry_id for match in named)
    return Evidence(
        check,
        named[0].certainty,
        tuple((match.start, match.end) for match in found),
        {
            "written": _listed(text[match.start : match.end] for match in named),
            "listed": _listed(match.pattern for match in named),
            "entries": ",".join(str(entry) for entry in list(entries)[:_NAMED_AT_MOST]),
            "count": len(found),
        },
        mend=True,
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:_NAMED_AT_MOST])
