"""The process tree: children are restarted, stopped in order, and do not outlive their parent."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.config.ports import NoFreePort, free_port
from parvis.config.processes import LONGEST_PAUSE, Child, Tree
from parvis.kit.tests.waiting import until

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
SLEEPER = "import time; time.sleep(60)"


def python(name: str, code: str, patience: float = 5.0) -> Child:
    return Child(name, [sys.executable, "-c", code], {**os.environ, "PYTHONPATH": str(HOUSE)}, patience)


@pytest.fixture
def tree() -> Iterator[Tree]:
    tree = Tree([])
    yield tree
    tree.end()


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_dies_is_started_again(tree: Tree) -> None:
    child = python("sleeper", SLEEPER)
    tree.children.append(child)
    tree.start()
    first = pid_of(child)
    os.kill(first, signal.SIGKILL)
    assert tree.wait_for(lambda: child.process is not None and child.process.pid != first, 10)
    assert child.deaths == 1


def test_a_child_that_keeps_dying_is_started_less_and_less_often() -> None:
    child = python("broken", "raise SystemExit(3)")
    pauses = []
    now = 0.0
    for _ in range(9):
        process = child.start()
        process.wait()
        child.born = now
        child.process, child.due = process, now
        child.look(now)
        pauses.append(child.due - now)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.5, LONGEST_PAUSE)


def test_children_stop_in_order_and_a_deaf_one_is_killed(tree: Tree, tmp_path: Path) -> None:
    said = tmp_path / "said"
    deaf = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, lambda *_: None); pathlib.Path({!r}).touch(); time.sleep(60)"
    )
    children = [python("deaf", deaf.format(str(said)), patience=0.3), python("sleeper", SLEEPER)]
    tree.children += children
    tree.start()
    until(said.exists)
    pids = [pid_of(child) for child in children]
    tree.end()
    assert [child.process for child in children] == [None, None]
    assert not any(map(is_alive, pids))


def test_keeping_ends_when_told_to_stop(tree: Tree) -> None:
    child = python("sleeper", SLEEPER)
    tree.children.append(child)
    tree.start()
    pid = pid_of(child)
    threading.Timer(0.2, tree.stop.set).start()
    tree.keep()
    assert not is_alive(pid)


def test_what_is_tended_is_looked_at_about_once_a_second(tree: Tree) -> None:
    looks: list[float] = []
    tree.tend = lambda: looks.append(time.monotonic())
    tree.wait_for(lambda: len(looks) == 2, 10)
    assert looks[1] - looks[0] >= 0.95


CHILD_CODE = """
import time
from parvis.config.lifeline import live_under_parent
live_under_parent()
print("tied", flush=True)
time.sleep(60)
"""
PARENT_CODE = f"""
import subprocess, sys, os, time
environment = {{**os.environ, "PARVIS_PARENT": str(os.getpid())}}
child = subprocess.Popen([sys.executable, "-c", {CHILD_CODE!r}], env=environment, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_child_does_not_outlive_a_parent_that_is_killed() -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    parent = subprocess.Popen([sys.executable, "-c", PARENT_CODE], env=environment, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.communicate()
    until(lambda: not is_alive(child))


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.config.ports.TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(NoFreePort, match="taken"):
        free_port("127.0.0.1", taken.getsockname()[1])
