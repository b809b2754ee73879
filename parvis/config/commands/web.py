"""`parvis web`: the web processes alone, as a balancer or a container wants them."""

import click

from parvis.config.environment import read_environment
from parvis.config.lifeline import live_under_parent
from parvis.config.serving import serve


@click.command()
@click.option("--port", type=int, help="Port to listen on (default: PARVIS_PORT).")
def command(port: int | None) -> None:
    """Serves the web alone, on one port, with one process per core.

    For installations on several machines; `parvis up` runs it for you. The database must be ready (`parvis prepare`).
    """
    live_under_parent()
    environment = read_environment()
    serve(environment, port or environment.PARVIS_PORT)
