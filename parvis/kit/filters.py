"""What an address narrows a list to: read from its query, written back at its end."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from typing import ClassVar, Self
from urllib.parse import urlencode

LONGEST = 200


@dataclass(frozen=True, slots=True)
class AddressFilters:
    """Filters as texts, empty when nothing is asked. A list's own filters are the fields of a subclass.

    `NUMBERS` are the fields that hold the number of a row, `CHOICES` those that hold one of some words.
    """

    NUMBERS: ClassVar[Collection[str]] = ()
    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {}

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """The filters of an address; what is not understood is ignored."""
        given = {one.name: str(asked.get(one.name, "")).replace("\x00", "").strip()[:LONGEST] for one in fields(cls)}
        for name in cls.NUMBERS:
            given[name] = given[name] if given[name].isdecimal() and len(given[name]) < 19 else ""
        for name, words in cls.CHOICES.items():
            given[name] = given[name] if given[name] in words else ""
        return cls(**given)

    @property
    def given(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        """The same, to be put at the end of an address; empty without filters, else with its question mark."""
        return f"?{urlencode(self.given)}" if self.given else ""

    def query_with(self, **changed: str) -> str:
        """The query with these changed or added; `?` alone when nothing is left, so that a link clears what was asked."""
        given = {name: value for name, value in (asdict(self) | changed).items() if value}
        return f"?{urlencode(given)}" if given else "?"

    @property
    def narrowing(self) -> int:
        """How many filters are on, besides the title."""
        return sum(1 for name in self.given if name != "title")
