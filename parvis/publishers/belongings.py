"""What people hold at a place, so that nothing is orphaned when one of them leaves.

The rooms above say what is theirs in a Belonging; config/belongings.py lists them. So a hand-over is one transaction, and
no import goes up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from parvis.publishers.models import Group, Title

#: As many of each kind are named on the page; the count is whole.
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Where:
    """A title, or a whole group when `title` is None."""

    group: Group
    title: Title | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Things of one kind that somebody holds at a place: how many, and the names of the first."""

    kind: str
    label: str | Promise
    becomes: str | Promise
    count: int
    names: Sequence[str] = ()


class Belonging(Protocol):
    """One kind of thing people hold: `label` names it, `becomes` says what a hand-over does with it."""

    label: str | Promise
    becomes: str | Promise

    def held(self, account_id: int, where: Where) -> tuple[int, Sequence[str]]:
        """How many the account holds there, and the names of the first EXAMPLES."""

    def hand_over(self, account_id: int, to_id: int, where: Where) -> int:
        """Passes them on (or frees them) in the caller's transaction; gives how many."""


def belongings() -> dict[str, Belonging]:
    """Every kind, in the order of the list."""
    listed: dict[str, str] = import_string(settings.BELONGINGS)
    return {kind: import_string(dotted)() for kind, dotted in listed.items()}


def everything_held(account_id: int, where: Where) -> list[Held]:
    """What the account holds at a place, kind by kind, those it holds none of left out."""
    found = []
    for kind, one in belongings().items():
        count, names = one.held(account_id, where)
        if count:
            found.append(Held(kind, one.label, one.becomes, count, names))
    return found
