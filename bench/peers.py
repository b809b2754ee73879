"""Isso, from the package index, measured the same way in the same run."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.serving import cpu_seconds, free_port

CONFIGURATION = """
[general]
dbpath = {folder}/isso.db
host = http://127.0.0.1:{port}/
[moderation]
enabled = false
[guard]
enabled = false
[server]
listen = http://127.0.0.1:{port}/
"""
WORDS = "Je passe par ce pont **tous les matins** et la file ne cesse de grandir depuis la rentrée. Remarque {n} : vue d’ici."


@contextmanager
def isso() -> Iterator[tuple[str, int]]:
    """A running Isso: its address and its process."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        path = Path(folder) / "isso.cfg"
        path.write_text(CONFIGURATION.format(folder=folder, port=port))
        with (Path(folder) / "log").open("wb") as log:
            program = "from isso import main; main()"
            process = subprocess.Popen([sys.executable, "-c", program, "-c", str(path), "run"], stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(10)


def _wait(address: str) -> None:
    for _turn in range(200):
        try:
            httpx.get(f"{address}/count", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Isso did not start")


def isso_reading(posts: int) -> str:
    """The line of Isso for a thread of `posts` posts, half of them replies: writing it, then reading it."""
    with isso() as (address, pid), httpx.Client(base_url=address, timeout=60) as client:
        before, start = cpu_seconds([pid]), time.perf_counter()
        _write(client, posts)
        writing = (cpu_seconds([pid]) - before) / posts, (time.perf_counter() - start) / posts
        before, start, asked = cpu_seconds([pid]), time.perf_counter(), 8
        for _number in range(asked):
            size = len(client.get("/", params={"uri": "/pont"}).raise_for_status().content)
        reading = (cpu_seconds([pid]) - before) / asked, (time.perf_counter() - start) / asked
    return (
        f"Isso, the same thread read: {reading[0] * 1e3:.0f} ms of CPU each, {1 / reading[1]:.1f} requests/s"
        f" ({size / 1000:.0f} kB)"
        f" · written: {writing[0] * 1e3:.1f} ms of CPU a post, {1 / writing[1]:.0f} posts/s"
    )


def _write(client: httpx.Client, posts: int) -> None:
    roots = []
    for number in range(posts):
        parent = roots[number - posts // 2] if number >= posts // 2 else None
        body = {"text": WORDS.format(n=number), "author": f"Lectrice {number % 20}", "parent": parent, "title": "Pont"}
        made = client.post("/new", params={"uri": "/pont"}, json=body).raise_for_status().json()
        roots.append(made["id"])
