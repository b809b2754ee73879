"""The embedded PostgreSQL: starts, is shared, survives, stops."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from parvis.kit.postgres import ServerDidNotStart, embedded_address, release
from parvis.kit.postgres_server import LONGEST_SOCKET_PATH, Server
from parvis.kit.tests.waiting import until

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
USER = """
import sys
from pathlib import Path
from parvis.kit.postgres import embedded_address
print(embedded_address(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("pg") / "var" / "postgres"
    yield path
    release(path)
    until(lambda: not Server(path).is_ready())


def another_process(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", USER, str(folder)]
    return subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said_by(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ended(process: "subprocess.Popen[str]", sign: int = signal.SIGTERM) -> None:
    process.send_signal(sign)
    process.communicate()


def run(address: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_a_new_folder_gets_a_server_whose_words_survive_a_stop(folder: Path) -> None:
    address = embedded_address(folder)
    run(address, "CREATE TABLE kept AS SELECT 'Ça marche' AS words")
    assert release(folder) is True
    assert not Server(folder).is_ready()
    assert run(embedded_address(folder), "SELECT lower(words) FROM kept") == [("ça marche",)]


def test_a_commit_is_kept_when_the_server_is_killed(folder: Path) -> None:
    address = embedded_address(folder)
    run(address, "CREATE TABLE kept AS SELECT 1 AS number")
    os.kill(postmaster(folder), signal.SIGKILL)
    until(lambda: not Server(folder).is_ready())
    assert run(embedded_address(folder), "SELECT number FROM kept") == [(1,)]


def test_a_server_whose_socket_was_deleted_is_started_again(folder: Path) -> None:
    run(embedded_address(folder), "CREATE TABLE kept AS SELECT 1 AS number")
    (folder / "data" / ".s.PGSQL.5432").unlink()
    assert run(embedded_address(folder), "SELECT number FROM kept") == [(1,)]


def test_a_pid_file_left_by_a_reboot_does_not_prevent_a_start(folder: Path) -> None:
    embedded_address(folder)
    pid_file = folder / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    release(folder)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert run(embedded_address(folder), "SELECT 1") == [(1,)]


def test_processes_that_start_together_share_one_server(folder: Path) -> None:
    folder.mkdir(parents=True)
    processes = [another_process(folder) for _ in range(3)]
    addresses = {said_by(process) for process in processes}
    assert addresses == {embedded_address(folder)}
    for process in processes:
        ended(process)
    assert run(addresses.pop(), "SELECT 1") == [(1,)]


def test_the_server_stops_when_its_last_user_is_killed(folder: Path) -> None:
    first, second = another_process(folder), another_process(folder)
    assert said_by(first) == said_by(second)
    ended(first, signal.SIGKILL)
    assert Server(folder).is_ready()
    ended(second, signal.SIGKILL)
    until(lambda: not Server(folder).is_ready())


def test_leaving_while_another_process_stays_stops_nothing(folder: Path) -> None:
    other = another_process(folder)
    said_by(other)
    address = embedded_address(folder)
    assert release(folder) is False
    assert run(address, "SELECT 1") == [(1,)]
    ended(other)


def test_a_folder_too_deep_or_oddly_named_for_a_socket_is_accepted(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30) / "l'été, à Lille" / "postgres"
    assert len(str(folder)) > LONGEST_SOCKET_PATH
    assert run(embedded_address(folder), "SELECT 1") == [(1,)]
    release(folder)


def test_data_of_another_user_is_refused_with_the_way_out(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    embedded_address(folder)
    release(folder)
    os.chown(folder / "data", 65534, 65534)
    with pytest.raises(ServerDidNotStart, match="PARVIS_VAR"):
        embedded_address(folder)


def test_a_server_that_cannot_start_says_what_its_log_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded_address(folder)
    release(folder)
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    monkeypatch.setattr("parvis.kit.postgres_server.PATIENCE", 0.0)
    with pytest.raises(ServerDidNotStart, match="no_such_setting"):
        embedded_address(folder)
