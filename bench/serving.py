"""A whole Parvis for a bench: its process tree on a free port, in a folder of its own, without the demo."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.imports import family

ROOT = Path(__file__).parent.parent
START_SECONDS = 180
TICK = os.sysconf("SC_CLK_TCK")

#: Run inside the installation: a title with single sign-on, newcomers published at once, and a thread of `posts` posts.
OPENING = """
import json, sys
from parvis.members.acts import make_signing_key
from parvis.publishers.acts import open_group, open_site, open_title, set_policy
from parvis.testing.cast import House, post, reader, thread
from parvis.moderation.acts import adopt_starter_charter
group = open_group(key="bench", name="Bench")
title = open_title(group=group, key="bench-jour", name="Bench")
open_site(title=title, name="Site", origins=["https://bench-jour.example"])
adopt_starter_charter(group=group)
set_policy(group=group, newcomer_posts=0, posts_per_minute=60, posts_per_hour=1000)
house = House(group, title, title, None)
members = [reader(house) for _number in range(20)]
place, roots = thread(house), []
for number in range(int(sys.argv[1]) // 2):
    roots.append(post(house, member=members[number % 20], where=place))
    place = thread(house)
for number, root in enumerate(roots):
    post(house, member=members[(number + 7) % 20], where=place, parent=root)
made = make_signing_key(group=group, title=title, issuer="bench", account_id=None)
print("OPENED " + json.dumps({"kid": made.key.kid, "secret": made.secret, "thread": place.pk, "url": place.article.address}))
"""


@dataclass
class Served:
    """A running installation."""

    address: str
    var: Path
    tree: subprocess.Popen[bytes]

    def pids(self, part: str) -> list[int]:
        """The processes of one part (`web`, `worker`)."""
        return [pid for pid in family(self.tree.pid) if part in command_of(pid)]

    def run(self, code: str, *arguments: str) -> str:
        """Runs Python inside the installation (Django set up); gives what it printed."""
        setup = "import django; django.setup()\n"
        done = subprocess.run(  # our own interpreter and code
            [sys.executable, "-c", setup + code, *arguments], env=self.environment(), cwd=ROOT, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def environment(self) -> dict[str, str]:
        """The environment of a process of this installation."""
        return environment_of(self.var)


def environment_of(var: Path) -> dict[str, str]:
    """The environment of an installation in the folder `var`."""
    own = {"PARVIS_VAR": str(var), "DJANGO_SETTINGS_MODULE": "parvis.config.settings", "PARVIS_DEMO": "no", "DATABASE_URL": ""}
    return {**os.environ, **own}


@contextmanager
def served(web_processes: int = 1) -> Iterator[Served]:
    """A Parvis of its own, stopped and erased at the end."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        var, port = Path(folder), free_port()
        tree = start(var, port, web_processes)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, tree)
            yield Served(address, var, tree)
        finally:
            tree.send_signal(signal.SIGTERM)
            tree.wait(30)


def start(var: Path, port: int, web_processes: int) -> subprocess.Popen[bytes]:
    """The process tree of an installation in `var`."""
    extra = {"PARVIS_PORT": str(port), "PARVIS_WEB_PROCESSES": str(web_processes)}
    with (var / "log").open("ab") as log:
        return subprocess.Popen(  # our own command
            [sys.executable, "-m", "parvis", "up"], env=environment_of(var) | extra, cwd=ROOT, stdout=log, stderr=log
        )


def wait_for(address: str, tree: subprocess.Popen[bytes]) -> None:
    """Until it answers. Raises RuntimeError when it does not within three minutes, or dies."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and tree.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("Parvis did not start")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_of(pid: int) -> str:
    """The command line of a process; empty once it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def cpu_seconds(pids: list[int]) -> float:
    """CPU used so far by these processes, in seconds (user and system, all threads)."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK
