"""`parvis up`: the order in which the house wakes, what it says, the order in which it sleeps."""

import fcntl
import http.client
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from parvis import __version__
from parvis.config.environment import Environment
from parvis.config.ports import NoFreePort, free_port
from parvis.config.processes import Child, Tree, child
from parvis.kit.postgres import ServerDidNotStart, embedded_address, release
from parvis.kit.postgres_server import Server

#: Under PARVIS_VAR, written by `parvis prepare`: how to come into the demo newsroom.
SIGN_INS = "sign-ins.json"
#: Seconds given to the web processes and to the worker to end, then they are killed. With the database: under 10 in all.
WEB_PATIENCE, WORKER_PATIENCE = 4.5, 3.5
#: Seconds for which the port of the run before is waited for, when that run was killed and is still dying.
PORT_PATIENCE = 10.0
#: Seconds after which a house whose pages do not come says so (it goes on trying).
SLOW_START = 60.0


class FolderTaken(Exception):
    """PARVIS_VAR is another run's or another system user's; the message says whose."""


class House:
    """One run of `parvis up`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._postgres = environment.PARVIS_VAR / "postgres"
        self._tree = Tree([], tend=self._tend_database)
        self._began = time.monotonic()
        self._listened_on = 0

    def live(self, port: int | None) -> int:
        """Wakes, serves until told to stop, sleeps. Gives the exit code: 1 when it could not start."""
        logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
        click.secho(f"Parvis {__version__}", bold=True)
        self._tree.stop_on_signals()
        try:
            with alone(self._environment.PARVIS_VAR) as before:
                self._listened_on = before
                return self._live(port or self._environment.PARVIS_PORT)
        except (FolderTaken, ServerDidNotStart, NoFreePort) as problem:
            click.secho(f"parvis: {problem}", fg="red", err=True)
            return 1

    def _live(self, wanted: int) -> int:
        try:
            address = self._database()
            prepared = self._prepare(address)
            if prepared:
                self._serve(address, wanted)
        finally:
            if not self._environment.DATABASE_URL:
                release(self._postgres)
        if not prepared and not self._tree.stop.is_set():
            return 1
        click.echo("Everything is stopped.")
        return 0

    def _database(self) -> str:
        if self._environment.DATABASE_URL:
            click.echo("  database: the one of DATABASE_URL")
            return self._environment.DATABASE_URL
        if not (self._postgres / "data").exists():
            click.echo(f"  database: making one in {_short(self._postgres)}, once")
        return embedded_address(self._postgres)

    def _prepare(self, address: str) -> bool:
        """Runs `parvis prepare` to its end; gives whether it went well."""
        preparation = child("preparation", "prepare", patience=5, environment={"DATABASE_URL": address})
        process = preparation.start()
        tended = time.monotonic()
        while process.poll() is None:
            if self._tree.stop.wait(0.02):
                preparation.stop()
                return False
            if time.monotonic() - tended > 1:
                self._tend_database()
                tended = time.monotonic()
        return process.returncode == 0

    def _serve(self, address: str, wanted: int) -> None:
        host = self._environment.PARVIS_HOST
        port = free_port(host, wanted, PORT_PATIENCE if self._listened_on == wanted else 0.0)
        if port != wanted:
            click.echo(f"  port {wanted} is taken: listening on {port}")
        self._tree.children = _children(address, port)
        self._tree.start()
        try:
            if self._tree.wait_for(lambda: _is_healthy(host, port), SLOW_START):
                self._welcome(port)
            elif not self._tree.stop.is_set():
                click.secho("  the pages do not come yet; `parvis doctor` says what is wrong", fg="yellow", err=True)
        except BaseException:
            self._tree.end()
            raise
        self._tree.keep()

    def _welcome(self, port: int) -> None:
        address = self._environment.PARVIS_ADDRESS or f"http://{_in_address(self._environment.PARVIS_HOST)}:{port}"
        _write_owner(self._environment.PARVIS_VAR, address, port)
        click.echo(f"  ready in {time.monotonic() - self._began:.1f} s\n")
        sheet = self._environment.PARVIS_VAR / SIGN_INS
        has_demo = sheet.exists()
        for name, path in (("Readers", "/demo/" if has_demo else "/"), ("Desk", "/desk/")):
            click.echo(f"  {name:<8} {click.style(address + path, fg='cyan')}")
        if has_demo:
            _tell_sign_ins(json.loads(sheet.read_text()))
        click.echo("\nCtrl-C stops everything.")

    def _tend_database(self) -> None:
        if not self._environment.DATABASE_URL and not Server(self._postgres).is_alive():
            logging.getLogger("parvis.processes").warning("the database ended: starting it again")
            embedded_address(self._postgres)


def _tell_sign_ins(told: dict[str, Any]) -> None:
    """One person of each role: enough to try every page."""
    click.echo(f"\n  Demo sign-ins, password {click.style(told['password'], bold=True)}")
    roles: dict[str, str] = {}
    for person in told["people"]:
        roles.setdefault(person["role"], person["mail"])
    for role, mail in roles.items():
        click.echo(f"  {role:<18} {mail}")


def _children(address: str, port: int) -> list[Child]:
    told = {"DATABASE_URL": address, "PARVIS_PORT": str(port)}
    web = child("web", "web", patience=WEB_PATIENCE, environment=told)
    worker = child("worker", "worker", patience=WORKER_PATIENCE, environment=told)
    return [web, worker]


@contextmanager
def alone(var: Path) -> Iterator[int]:
    """Held for the length of the run; gives the port of the run before, 0 when there is none.

    Raises FolderTaken when another run holds the folder, or another user owns it.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        file = (var / "up").open("a+")
    except PermissionError:
        raise FolderTaken(f"{_short(var)} belongs to another system user: run as that user, or set PARVIS_VAR") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise FolderTaken(f"already running on {_short(var)}: {_owner(file.read())}") from None
        file.seek(0)
        before = _port(file.read())
        _write_owner(var, "starting", before)
        yield before


def _write_owner(var: Path, address: str, port: int) -> None:
    (var / "up").write_text(json.dumps({"pid": os.getpid(), "address": address, "port": port}))


def _port(text: str) -> int:
    """The port that a run wrote down; one killed while it started still tells that of the run before it."""
    try:
        return int(json.loads(text)["port"])
    except (ValueError, KeyError):
        return 0


def _owner(text: str) -> str:
    try:
        told = json.loads(text)
    except ValueError:
        return "starting"
    return f"{told['address']} (process {told['pid']})"


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_shown(host), port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _shown(host: str) -> str:
    """An address that a browser of this machine can open, for a server that listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "localhost", "": "127.0.0.1"}.get(host, host)  # noqa: S104  # compared, not bound


def _in_address(host: str) -> str:
    shown = _shown(host)
    return f"[{shown}]" if ":" in shown else shown


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
