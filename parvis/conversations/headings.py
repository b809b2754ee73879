"""The heading of a thread of its own: one line of plain words."""

import re
import unicodedata

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal

SHORTEST, LONGEST = 6, 120
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def clean_heading(wished: str) -> str:
    """The heading as it is kept: one line, no control characters. Raises Refusal 422 when too short or too long."""
    said = " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", wished)).split(" ")).strip()
    said = re.sub(r" {2,}", " ", said)
    if sum(character.isalnum() for character in said) < SHORTEST - 2 or len(said) < SHORTEST:
        raise Refusal("heading", 422, _("Say in a few words what the discussion is about."), field="heading")
    if len(said) > LONGEST:
        words = _("A heading has at most %(most)s characters; this one has %(length)s.") % {"most": LONGEST, "length": len(said)}
        raise Refusal("heading", 422, words, field="heading")
    return said
