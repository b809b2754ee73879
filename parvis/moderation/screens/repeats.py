"""Was it said already?"""

from collections.abc import Iterator
from typing import Final

from parvis.language.likeness import nearest
from parvis.moderation.screens.evidence import Check, Draft, Evidence

#: Below this many characters everybody says the same thing: « Merci ! », « Bien dit. ».
SHORT: Final = 20
ALIKE: Final = 0.85


def notice_repeats(draft: Draft) -> Iterator[Evidence]:
    """The author's own recent posts, then the thread's; the certainty is the likeness.

    An edit is like the post it edits, so edits are not compared.
    """
    if draft.is_edit or len(draft.text) < SHORT:
        return
    own = draft.author.recent_texts
    yield from _evidence("own_repeat", draft.text, own)
    yield from _evidence("thread_repeat", draft.text, tuple(said for said in draft.place.recent_texts if said not in own))


def _evidence(check: Check, text: str, said: tuple[str, ...]) -> Iterator[Evidence]:
    if found := nearest(text, said, at_least=ALIKE):
        percent = int(found.likeness * 100)
        yield Evidence(check, found.likeness, detail={"percent": percent, "rank": found.rank}, mend=True)
