"""What a pseudonym may be."""

import unicodedata

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.language.folding import fold

SHORTEST, LONGEST = 2, 40
# Names that would pass for the house speaking.
RESERVED = frozenset({"moderation", "moderateur", "moderatrice", "moderator", "redaction", "admin", "administrateur", "parvis"})


def clean_pseudonym(raw: str) -> str:
    """The pseudonym without control characters or doubled spaces.

    Raises Refusal 422 when it is too short, too long, has no letter, or would pass for the house.
    """
    visible = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in unicodedata.normalize("NFC", raw))
    name = " ".join(visible.split())
    if not SHORTEST <= len(name) <= LONGEST:
        words = _("A name has between %(least)s and %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}
        raise Refusal("bad_name", 422, words, field="name")
    if not any(c.isalnum() for c in name) or any(c in '<>&"\\{}' for c in name):
        raise Refusal("bad_name", 422, _('A name has letters, and none of these: < > & " \\ { }'), field="name")
    if folded_pseudonym(name) in RESERVED:
        raise Refusal("reserved_name", 422, _("This name is kept for the newsroom."), field="name")
    return name


def folded_pseudonym(name: str) -> str:
    """The form under which two look-alike pseudonyms are the same."""
    folded = "".join(c for c in fold(name).text if c.isalnum())
    return (folded or name.casefold())[:60]
