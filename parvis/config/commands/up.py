"""`parvis up`: the whole house from one command."""

import click

from parvis.config.environment import read_environment


@click.command()
@click.option("--port", type=int, help="Port to listen on; when taken, the next free one (default: PARVIS_PORT).")
def command(port: int | None) -> None:
    """Starts everything: database, web, worker, timetable. Ctrl-C stops everything.

    \b
    - Without DATABASE_URL, a PostgreSQL of its own runs under var/postgres.
    - An empty database gets a demo newsroom (PARVIS_DEMO=no to do without).
    - A part that dies is started again. Killed, `parvis up` starts again by itself and nothing is lost.
    """
    from parvis.config.house import House

    raise SystemExit(House(read_environment()).live(port))
