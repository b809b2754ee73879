"""Two worker processes that prepare posts while others are read and written; they end with the process that made them."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Generic, TypeVar

from parvis.conversations.archive.preparing import Prepared, prepare, warm_up

PROCESSES = 2
# Batches under way at once: enough that nobody waits, few enough that memory stays constant.
AHEAD = 4

Kept = TypeVar("Kept")


class Workshop(Generic[Kept]):
    """Prepares encoded jobs in order, here when `processes` is 0. Used as a context manager."""

    def __init__(self, processes: int = PROCESSES) -> None:
        # Not forked: a fork would copy the locks of whatever threads run here, and the database connection.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin) if processes else None

    def __enter__(self) -> "Workshop[Kept]":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def prepared(self, given: Iterator[Kept], job_of: Callable[[Kept], bytes]) -> Iterator[tuple[Kept, Prepared]]:
        """Each thing given with its job prepared, in order, at most `AHEAD` being under way."""
        if self._pool is None:
            yield from ((one, prepare(job_of(one))) for one in given)
            return
        waiting: deque[tuple[Kept, Future[Prepared]]] = deque()
        for one in given:
            waiting.append((one, self._pool.submit(prepare, job_of(one))))
            if len(waiting) >= AHEAD:
                kept, future = waiting.popleft()
                yield kept, future.result()
        for kept, future in waiting:
            yield kept, future.result()


def _begin() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up()


def _end_with_parent() -> None:
    """Without this, workers of a killed import would wait for ever: each holds the other end of its own queue."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
