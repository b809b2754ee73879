"""`python -m bench [--quick] [--write]`: every figure, beside a peer's, on this machine in this run.

`--quick` imports 100,000 posts instead of a million and kills 10 times instead of 50; `--write` keeps the figures
in docs/figures.md.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import crowd, freshness, imports, kills, posting, reading

PAGE = Path(__file__).parent.parent / "docs" / "figures.md"
HEAD = """# Figures

Printed by `make bench` (`python -m bench --write` keeps them here). CPU is that of the web process, from the system's own
accounts; the peer is Isso, from the package index, measured in the same run with the same thread.

"""
AIMS = """
Aims: a first page from memory at 10,000 requests/s on one core and 0.1 ms of CPU; a page made anew in 10 ms and 3 queries
(pinned by a test); a post through every screen in 8 ms of CPU; a million posts imported in 300 s under 500 MB; no page
older than one second; nothing acknowledged lost; with a crowd, a post in 60 ms and heard by all in 300 ms at the 99th
percentile, an idle stream in 30 KiB.
"""


@click.command()
@click.option("--quick", is_flag=True, help="Fewer posts to import, fewer kills.")
@click.option("--write", is_flag=True, help="Keep the figures in docs/figures.md.")
def main(quick: bool, write: bool) -> None:
    """Runs every bench, prints its figures."""
    posts, times = (100_000, 10) if quick else (1_000_000, 50)
    lines = [machine()]
    click.echo(lines[0])
    benches: list[Callable[[], list[str]]] = [
        reading.main,
        posting.main,
        freshness.main,
        crowd.main,
        lambda: [imports.main("disqus", posts)],
        lambda: kills.main(times),
    ]
    for run in benches:
        for line in run():
            click.echo(line)
            lines.append(line)
    if write:
        PAGE.write_text(HEAD + "\n".join(f"- {line}" for line in lines) + "\n" + AIMS)


def machine() -> str:
    """The machine of this run, in a line, with how busy it was."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    model = models[0].split(":")[1].strip() if models else platform.machine()
    start = time.process_time()
    sum(number * number for number in range(10_000_000))
    yardstick = time.process_time() - start
    return (
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores ({model}), Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f} at the start, yardstick loop {yardstick:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
