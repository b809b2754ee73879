"""Who wrote, in archives that name an author on every post rather than in a list."""

import hashlib
from collections import OrderedDict

from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedSpace

# Authors named again within this many others are not told twice; the loader forgives those that are.
REMEMBERED = 50_000


def guest_ref(name: str, mail: str) -> str:
    """The ref of someone without an account: their mail when they left one, else their name.

    Nothing in an archive tells apart two guests who left the same name and no mail: they become one imported member.
    """
    known_by = mail.strip().casefold() or name.strip().casefold()
    kind = "mail" if mail.strip() else "name"
    return f"guest:{kind}:{hashlib.sha256(known_by.encode()).hexdigest()[:20]}"


class Authors:
    """The authors (or pages) met lately, so that each is told about once rather than with every post."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._met: OrderedDict[str, None] = OrderedDict()
        self._remembered = remembered

    def is_new(self, one: ArchivedMember | ArchivedArticle | ArchivedSpace) -> bool:
        """True the first time a ref is met, and again when it was forgotten meanwhile."""
        if one.ref in self._met:
            self._met.move_to_end(one.ref)
            return False
        self._met[one.ref] = None
        if len(self._met) > self._remembered:
            self._met.popitem(last=False)
        return True
