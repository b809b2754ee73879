"""`parvis up` for real: one folder, one house, killed and woken again."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parvis.config.house import FolderTaken, alone
from parvis.kit.postgres_server import Server
from parvis.kit.tests.waiting import until

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
Up = "subprocess.Popen[str]"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("house") / "var"
    yield path
    until(lambda: not Server(path / "postgres").is_ready())


def up(var: Path) -> Up:
    told = {
        "PARVIS_VAR": str(var),
        "PARVIS_DEMO": "no",
        "PARVIS_WEB_PROCESSES": "1",
        "PARVIS_PORT": "18750",
        "PYTHONUNBUFFERED": "1",
    }
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | told
    command = [sys.executable, "-m", "parvis", "up"]
    return subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def port_said(house: Up) -> int:
    assert house.stdout is not None
    for line in house.stdout:
        if found := re.search(r"Desk .*:(\d+)/desk/", line):
            return int(found[1])
    raise AssertionError(house.communicate()[1])


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_house_wakes_serves_is_alone_is_killed_wakes_again_and_sleeps(var: Path) -> None:
    house = up(var)
    port = port_said(house)
    assert (status(port, "/health"), status(port, "/no/such/page")) == (200, 404)

    code, findings = doctor(var)
    assert code == 0, [finding for finding in findings.values() if not finding["is_right"]]

    second = up(var)
    out, error = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"already running on {var}: http://127.0.0.1:{port} (process {house.pid})" in error, out

    parts = [pid for pid in children(house.pid) if "-m parvis " in command_of(pid)]
    assert len(parts) == 2
    house.send_signal(signal.SIGKILL)
    house.communicate()

    house = up(var)
    assert port_said(house) == port, "it is not where its proxy looks for it"
    until(lambda: not any("-m parvis " in command_of(pid) for pid in parts))
    assert status(port, "/health") == 200
    house.send_signal(signal.SIGINT)
    out, _ = house.communicate(timeout=10)
    assert house.returncode == 0
    assert out.strip().endswith("Everything is stopped.")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_a_folder_of_another_user_is_said_in_one_line(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    with as_nobody(), pytest.raises(FolderTaken, match="another system user"), alone(var):
        pass


@contextmanager
def as_nobody() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def doctor(var: Path, **told: str) -> tuple[int, dict[str, dict[str, object]]]:
    environment = {**os.environ, "PARVIS_VAR": str(var), **told}
    command = [sys.executable, "-m", "parvis", "doctor", "--json"]
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    return done.returncode, {finding["name"]: finding for finding in told["findings"]}


def test_the_doctor_says_what_is_wrong_and_what_to_do(var: Path) -> None:
    code, findings = doctor(var, PARVIS_ADDRESS="http://parvis.example")
    assert code == 1
    assert findings["database"]["is_right"] is True
    assert findings["address"]["is_right"] is False
    assert findings["address"]["advice"] == "Add parvis.example to PARVIS_ALLOWED_HOSTS."
