"""`parvis prepare` beside a database that is not there yet."""

import os
import subprocess
import sys
from pathlib import Path

from parvis.kit.postgres import embedded_address, release
from parvis.kit.postgres_server import Server

HOUSE = Path(__file__).resolve().parent.parent.parent.parent


def preparing(var: Path, address: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PARVIS_VAR": str(var / "own"), "DATABASE_URL": address, "PARVIS_DEMO": "no"}
    command = [sys.executable, "-m", "parvis", "prepare"]
    return subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_database_that_starts_after_us_is_waited_for_and_a_wrong_one_is_said_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    address = embedded_address(folder)
    wrong = preparing(tmp_path, address.replace("postgres@", "nobody@"))
    said, _ = wrong.communicate(timeout=30)
    assert (wrong.returncode, 'role "nobody" does not exist' in said) == (1, True), said

    Server(folder).stop()
    early = preparing(tmp_path, address)
    assert embedded_address(folder) == address
    said, _ = early.communicate(timeout=60)
    release(folder)
    assert early.returncode == 0, said
