"""The web processes: granian, one ASGI process per core, on one port."""

import os
import resource
import shutil
from pathlib import Path

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import Server

from parvis.config.environment import Environment
from parvis.config.lifeline import WEB_PARENT

#: Requests and streams that one process may have open: idle readers count.
MOST_OPEN = 20_000
#: Seconds given to the requests in hand when stopping.
LAST_REQUESTS = 3
#: Read by prometheus_client when a web process imports it: its counters are then added up over processes.
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"


def serve(environment: Environment, port: int) -> None:
    """Serves until SIGTERM or SIGINT; a web process that dies is replaced."""
    _allow_many_files()
    os.environ[WEB_PARENT] = str(os.getpid())
    os.environ[COUNTERS] = str(emptied(environment.PARVIS_VAR / "metrics"))
    Server(
        "parvis.config.asgi:application",
        address=environment.PARVIS_HOST,
        port=port,
        interface=Interfaces.ASGI,
        workers=environment.PARVIS_WEB_PROCESSES or os.cpu_count() or 1,
        runtime_mode=RuntimeModes.st,
        http=HTTPModes.auto,
        websockets=False,
        backlog=2048,
        backpressure=MOST_OPEN,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS,
        log_level=LogLevels.error,
        log_access=False,
    ).serve()


def emptied(folder: Path) -> Path:
    """The folder where the web processes keep their counters, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _allow_many_files() -> None:
    """Each idle reader holds a descriptor; the usual soft limit is 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, 2 * MOST_OPEN)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
