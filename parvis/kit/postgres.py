"""The embedded PostgreSQL shared by every process of one folder: the first starts it, it stops when the last one leaves.

Each process that uses the server holds a shared lock for as long as it lives; the system drops it even on SIGKILL.
A small keeper process waits for the exclusive lock, which it gets when nobody is left, and stops the server.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parvis.kit.postgres_server import Server, ServerDidNotStart

__all__ = ["ServerDidNotStart", "embedded_address", "release"]

#: Folder to the descriptor that holds this process's shared lock.
_used: dict[Path, int] = {}


def embedded_address(folder: Path) -> str:
    """The `postgresql://` address of the server kept under `folder`, started if need be (about 4 s the first time, then 0.5 s).

    It stays up until every process that called this has ended or called `release`. Raises ServerDidNotStart.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder)
    if folder not in _used:
        # Taken before the starting lock: while it is held, no keeper can be stopping the server.
        _used[folder] = _lock(folder / "users", fcntl.LOCK_SH)
    with _starting(folder):
        server.ensure_running()
        _ensure_keeper(folder)
    return server.address()


def release(folder: Path) -> bool:
    """Says that this process no longer uses the server. Returns True if it was the last one: the server is then stopped."""
    folder = folder.resolve()
    descriptor = _used.pop(folder, None)
    if descriptor is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Either others use it, or the keeper is already stopping it: the shared lock then waits for the end.
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    else:
        Server(folder).stop()
    os.close(descriptor)
    return not Server(folder).is_ready()


def keep(folder: Path) -> None:
    """The keeper's life: waits until nobody uses the server, stops it, ends."""
    mine = _lock(folder / "keeper", fcntl.LOCK_EX)
    _lock(folder / "users", fcntl.LOCK_EX)
    Server(folder).stop()
    os.close(mine)


def _ensure_keeper(folder: Path) -> None:
    """Starts the keeper unless one lives, and waits until it holds its lock."""
    if _has_keeper(folder):
        return
    log = (folder / "keeper.log").open("ab")
    command = [sys.executable, "-m", "parvis.kit.postgres", str(folder)]
    house = Path(__file__).resolve().parent.parent.parent
    child = subprocess.Popen(  # noqa: S603  # ourselves
        command, cwd=house, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    log.close()
    while not _has_keeper(folder):
        if child.poll() is not None:
            raise ServerDidNotStart(f"The keeper of PostgreSQL ended at once: see {folder / 'keeper.log'}")
        time.sleep(0.01)
    child.returncode = 0  # It outlives us on purpose: Python need not warn that nobody waited for it.


def _has_keeper(folder: Path) -> bool:
    try:
        os.close(_lock(folder / "keeper", fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return True
    return False


@contextmanager
def _starting(folder: Path) -> Iterator[None]:
    descriptor = _lock(folder / "starting", fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(path: Path, kind: int) -> int:
    """An open descriptor holding the lock. Raises BlockingIOError, or ServerDidNotStart if the file is someone else's."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise ServerDidNotStart(f"{path.parent} belongs to another system user: run as that user, or set PARVIS_VAR.") from error
    try:
        fcntl.flock(descriptor, kind)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
