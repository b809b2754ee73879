"""The hour, in one place, so that imports and the demo can write at past dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The current moment (aware, UTC), or the one told by `at`."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, acts happen at `moment` (aware). Relied on by the demo newsroom."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
