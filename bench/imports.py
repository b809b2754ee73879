"""How fast archives come in: `python -m bench.imports FORM [posts]`; prints one line.

A fresh database on the server of the settings, dropped at the end. Memory is that of the import (this process and its workers),
as the system shares it out (PSS); PostgreSQL is told apart.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.archives import FORMS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
DATABASE = f"parvis_bench_imports_{os.getpid()}"
SECONDS_PER_MILLION, MEGABYTES = 300, 500


def main(form: str = "disqus", posts: int = 200_000) -> str:
    """Writes the archive, imports it, imports it again, and gives the line of what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        FORMS[form](posts, path)
        with fresh_database():
            title, rules = newsroom(Path(folder))
            seconds, peak, counts = imported(path, title, rules)
            again, _peak, twice = imported(path, title, rules)
        size = sum(one.stat().st_size for one in ([path] if path.is_file() else path.iterdir())) / 1e6
    assert twice["posts"] == 0
    return (
        f"import {form}: {counts['posts']:,} posts of {posts:,} ({size:,.0f} MB) in {seconds:.1f} s"
        f" · {counts['posts'] / seconds:,.0f} posts/s · {seconds / posts * 1e6:.0f} s per million (at most {SECONDS_PER_MILLION})"
        f" · {peak:.0f} MB at the peak (at most {MEGABYTES}) · again, nothing changed, {again:.1f} s"
    )


def imported(path: Path, title: object, rules: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, megabytes at the peak, and counts of one import."""
    from parvis.conversations.archive.load import import_archive

    with watched_memory() as peak:
        start = time.perf_counter()
        report = import_archive(path=path, title=title, rules=rules)  # type: ignore[arg-type]
        seconds = time.perf_counter() - start
    return seconds, peak[0], report.counts


def newsroom(folder: Path) -> tuple[object, Path]:
    """A title with one site, and the rules that move the sample's addresses to it."""
    from parvis.publishers.acts import open_group, open_site, open_title

    title = open_title(group=open_group(key="bench", name="Bench"), key="bench", name="Bench")
    open_site(title=title, name="Site", origins=["https://www.bench.example"])
    rules = folder / "rules"
    rules.write_text("https://ancien.example/ => https://www.bench.example/\n")
    return title, rules


@contextmanager
def fresh_database() -> Iterator[None]:
    """A migrated database of its own, dropped at the end."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    home = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    try:
        call_command("migrate", verbosity=0, run_syncdb=True)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


@contextmanager
def watched_memory() -> Iterator[list[float]]:
    """The highest memory, in megabytes, of this process and its children, looked at four times a second."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            peak[0] = max(peak[0], sum(map(pss_of, family(os.getpid()))) / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found.extend(map(int, task.read_text().split()))
    return found


def pss_of(pid: int) -> int:
    """The memory of a process in bytes, shared pages divided among those that share them; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    print(main(*sys.argv[1:2], *map(int, sys.argv[2:3])))
