"""Remembering, for a very short while and in this process only, what is asked at every request and changes rarely."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")

# Settings changed by another process are in force here at most this many seconds later.
SECONDS = 2.0
_MOST = 2000
_kept: dict[tuple[str, Hashable], tuple[float, Any]] = {}


def remembered(name: str, key: Hashable, make: Callable[[], Value]) -> Value:
    """What `make` gave less than two seconds ago for this name and key, else what it gives now."""
    found = _kept.get((name, key))
    if found and found[0] > time.monotonic():
        return found[1]  # type: ignore[no-any-return]  # stored below with the type of `make`
    if len(_kept) > _MOST:
        _kept.clear()
    value = make()
    _kept[name, key] = (time.monotonic() + SECONDS, value)
    return value


def forget() -> None:
    """Forgets everything: called by acts that change settings, so that their author sees them at once."""
    _kept.clear()
