"""`make check`: every check that reads the code without running it, the whole list even when one fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from parvis.config.environment import ROOT

#: The programs of this virtual environment.
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "lint (ruff)": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format (ruff)": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "types (mypy)": [str(BIN / "mypy")],
    "floors (import-linter)": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "translations": [sys.executable, "-m", "parvis.testing.translated"],
    "generated pages": [sys.executable, "-m", "parvis.config.documents", "--check"],
}


def run(name: str, command: list[str]) -> bool:
    """Runs one check, says how it went, shows what it said if it failed; gives whether it passed."""
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "parvis.config.settings"}
    done = subprocess.run(  # the commands above
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    mark = click.style("✗", fg="red") if done.returncode else click.style("✓", fg="green")
    click.echo(f"{mark} {name:<24} {time.monotonic() - began:5.1f} s")
    if done.returncode:
        click.echo(done.stdout.rstrip())
    return done.returncode == 0


if __name__ == "__main__":
    results = [run(name, command) for name, command in CHECKS.items()]
    sys.exit(0 if all(results) else 1)
