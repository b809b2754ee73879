"""One process tree: starts children, restarts those that die, stops them in order."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from parvis.config.lifeline import PARENT

logger = logging.getLogger("parvis.processes")

#: Seconds between two looks at the children.
GLANCE = 0.1
#: The first pause before a restart, the longest, and the age at which a child is forgiven its past.
FIRST_PAUSE, LONGEST_PAUSE, FORGIVEN = 0.5, 30.0, 60.0


@dataclass
class Child:
    """One kept process: what it runs and how long it is given to end."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    patience: float
    process: "subprocess.Popen[bytes] | None" = None
    born: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> "subprocess.Popen[bytes]":
        """Starts it, in a session of its own: Ctrl-C reaches the parent alone, which stops its children in order."""
        environment = {**self.environment, PARENT: str(os.getpid())}
        self.process = subprocess.Popen(  # noqa: S603  # our own commands
            self.command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.born = time.monotonic()
        return self.process

    def look(self, now: float) -> None:
        """Notes a death and starts again when its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            self._mourn(now, self.process.returncode)
        if self.process is None and now >= self.due:
            self.start()

    def stop(self) -> None:
        """Asks it to end, waits, insists."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            logger.warning("%s does not end: killed", self.name)
            self.process.kill()
            self.process.wait()
        self.process = None

    def _mourn(self, now: float, code: int) -> None:
        self.deaths = 1 if now - self.born > FORGIVEN else self.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        logger.warning("%s ended (%s): starting again in %.1f s", self.name, _how(code), pause)
        self.process, self.due = None, now + pause


@dataclass
class Tree:
    """The children of this process, in the order in which they start and stop."""

    children: list[Child]
    #: What else is looked after, about once a second.
    tend: Callable[[], None] = lambda: None
    stop: threading.Event = field(default_factory=threading.Event)
    _tended: float = 0.0

    def stop_on_signals(self) -> None:
        """SIGINT, SIGTERM, and SIGHUP unless `nohup` asked to ignore it, end `keep`."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda *_: self.stop.set())

    def start(self) -> None:
        """Starts every child. From the main thread: a child's life is tied to the thread that made it."""
        for child in self.children:
            child.start()

    def keep(self) -> None:
        """Keeps the children alive until told to stop, then stops them in order."""
        try:
            while not self.stop.wait(GLANCE):
                self._look()
        finally:
            self.end()

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Waits until `ready()`, at most `seconds`; gives whether it came true. Children that die meanwhile are restarted."""
        end = time.monotonic() + seconds
        while not self.stop.is_set() and time.monotonic() < end:
            if ready():
                return True
            self._look()
            self.stop.wait(GLANCE / 2)
        return False

    def end(self) -> None:
        """Stops every child, in order."""
        for child in self.children:
            child.stop()

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._tended >= 1:
            self.tend()
            self._tended = now
        for child in self.children:
            child.look(now)


def child(name: str, *arguments: str, patience: float, environment: dict[str, str] | None = None) -> Child:
    """A child that runs `parvis <arguments>` with the variables of `environment` added to ours."""
    command = [sys.executable, "-m", "parvis", *arguments]
    return Child(name, command, {**os.environ, **(environment or {})}, patience)


def _how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"code {code}"
