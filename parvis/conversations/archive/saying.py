"""What a JSON object of another system says, whatever it says: each value asked for comes in the kind asked for.

Reads MongoDB's extended JSON too: `{"$date": …}`, `{"$oid": …}`, `{"$numberLong": …}` (canonical and relaxed forms, v2).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from parvis.conversations.archive.dates import date_of, date_of_seconds
from parvis.conversations.archive.opening import FORBIDDEN

NUMBERS = ("$numberInt", "$numberLong", "$numberDouble", "$numberDecimal")
MOST = 2**53
# Seconds since 1970 are below this until the year 5138, milliseconds above it since 1973.
MILLISECONDS_ABOVE = 1e11


class Said:
    """One object. Nothing is ever raised for a value that is absent or of another kind."""

    def __init__(self, given: object) -> None:
        self._given: Mapping[str, Any] = given if isinstance(given, Mapping) else {}

    def __bool__(self) -> bool:
        return bool(self._given)

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def text(self, *names: str) -> str:
        """The first of these that is said, as text without what neither XML nor PostgreSQL may hold; empty when none is."""
        for name in names:
            value = _plain(self._given.get(name))
            if isinstance(value, bool) or value is None or isinstance(value, dict | list):
                continue
            said = str(value)
            if said:
                return FORBIDDEN.sub("", said) if FORBIDDEN.search(said) else said
        return ""

    def column(self, name: str) -> str | None:
        """The value as a database's dump writes it: `t` and `f` for yes and no, None when absent, null or no plain value."""
        value = _plain(self._given.get(name))
        if isinstance(value, bool):
            return "t" if value else "f"
        return None if value is None or isinstance(value, dict | list) else FORBIDDEN.sub("", str(value))

    def whole(self, name: str) -> int:
        """A whole number, 0 when it is none."""
        value = _plain(self._given.get(name))
        try:
            return max(-MOST, min(MOST, int(float(value))))
        except (TypeError, ValueError, OverflowError):
            return 0

    def is_true(self, name: str) -> bool:
        """Whether it says yes."""
        value = _plain(self._given.get(name))
        return value.strip().lower() in ("true", "t", "1", "yes") if isinstance(value, str) else bool(value)

    def date(self, *names: str) -> datetime | None:
        """The first of these that is a date: ISO 8601, seconds or milliseconds since 1970; in UTC, None when none is."""
        for name in names:
            value = _plain(self._given.get(name))
            if isinstance(value, bool) or value is None:
                continue
            seconds = _seconds(value)
            found = date_of(str(value)) if seconds is None else date_of_seconds(seconds)
            if found is not None:
                return found
        return None

    def child(self, name: str) -> "Said":
        """The object under this name, an empty one when there is none."""
        return Said(self._given.get(name))

    def children(self, name: str) -> list["Said"]:
        """The objects of the list under this name."""
        value = self._given.get(name)
        return [Said(one) for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        """The texts of the list under this name."""
        value = self._given.get(name)
        return [FORBIDDEN.sub("", one) for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def written(self) -> str:
        """The object as JSON again."""
        return json.dumps(self._given)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Every name with its value."""
        return iter(self._given.items())


def said_by(written: bytes) -> Said | str:
    """The object that is written, or why it cannot be read."""
    try:
        value = msgspec.json.decode(written)
    except (msgspec.DecodeError, RecursionError) as error:
        value = _forgiven(written)
        if value is None:
            return str(error)
    return Said(value) if isinstance(value, dict) else "not an object"


def _forgiven(written: bytes) -> object:
    """What JavaScript writes and strict readers refuse: halves of surrogate pairs, control characters."""
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        for name in ("$date", "$oid", *NUMBERS):
            if name in value:
                return _plain(value[name])
    return value


def _seconds(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]  # anything else raises TypeError
    except (TypeError, ValueError, OverflowError):
        return None
    return number / 1000 if abs(number) >= MILLISECONDS_ABOVE else number
