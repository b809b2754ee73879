"""Does it give away somebody's phone, mail, bank account or health number?"""

from collections.abc import Iterator
from typing import Final

from parvis.language.personal import PersonalKind, find_personal_data
from parvis.moderation.screens.evidence import Draft, Evidence

# Each kind is checked by its own key or plan; ten digits in a row may still be something else.
_CERTAINTY: Final[dict[PersonalKind, float]] = {"iban": 1.0, "mail": 1.0, "nir": 0.95, "card": 0.95, "phone": 0.9}


def notice_personal_data(draft: Draft) -> Iterator[Evidence]:
    """All of it in one piece of evidence, at the certainty of the surest kind."""
    if found := find_personal_data(draft.text):
        kinds = dict.fromkeys(piece.kind for piece in found)
        yield Evidence(
            "personal_data",
            max(_CERTAINTY[kind] for kind in kinds),
            tuple((piece.start, piece.end) for piece in found),
            {"kinds": ",".join(kinds), "count": len(found)},
            mend=True,
        )
