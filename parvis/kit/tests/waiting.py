"""Waiting for something to become true, in tests about processes and sockets."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], *, within: float = 15.0) -> None:
    """Returns as soon as `condition()` is true; AssertionError after `within` seconds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"still not true after {within} s"
        time.sleep(0.01)
