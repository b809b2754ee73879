"""Children that do not outlive their parent, however it ends."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

#: Variables that tell a child the pid of the parent it must not outlive.
PARENT, WEB_PARENT = "PARVIS_PARENT", "PARVIS_WEB_PARENT"
_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """From now on this process gets SIGTERM when its parent ends, even by SIGKILL; at once if it has already ended.

    `parent` is the pid expected from os.getppid(). Call it from the main thread.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()
    if os.getppid() != parent:
        signal.raise_signal(signal.SIGTERM)


def live_under_parent() -> None:
    """Ties this process to the parent that the environment names, if it names one."""
    if PARENT in os.environ:
        die_with(int(os.environ.pop(PARENT)))


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    with contextlib.suppress(ProcessLookupError):
        os.kill(os.getpid(), signal.SIGTERM)
