"""What must be done before serving, done once however many ask at the same time."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from parvis.config import demo as demo_newsroom
from parvis.config.backups.restoring import put_back
from parvis.config.house import SIGN_INS
from parvis.config.translations import compile_translations
from parvis.publishers.models import Group

#: Any number, the same in every version: two machines that start together take turns.
TURN = 7_270_001
#: Seconds for which a database that is starting is waited for.
PATIENCE = 60.0
_PASSING = (
    "Connection refused", "No such file or directory", "not yet accepting", "starting up", "shutting down", "recovery",
    "server closed the connection", "connection is lost", "terminating connection", "Temporary failure in name resolution",
)  # fmt: skip


def prepare(*, demo: bool | None) -> None:
    """Translations, migrations, then the demo newsroom in an empty database if `demo` (None: as PARVIS_DEMO says).

    Raises click.ClickException when the database does not answer.
    """
    compile_translations()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _in_turn(settings.ENVIRONMENT.PARVIS_DEMO if demo is None else demo)
        except OperationalError as problem:
            if time.monotonic() > end or not _may_come_back(problem):
                raise click.ClickException(f"the database does not answer: {problem}") from None
        time.sleep(0.5)


def _in_turn(demo: bool) -> None:
    with _turn():
        if put_back():
            click.echo("  a restore was interrupted: the database is again as it was before")
        _migrate()
        _open_demo(demo)


def _may_come_back(problem: OperationalError) -> bool:
    """Whether the server is starting, recovering or restarting: at boot, it and we start together."""
    said = str(problem)
    return any(words in said for words in _PASSING)


def pending_migrations() -> list[str]:
    """The names of the migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrate() -> None:
    if pending := pending_migrations():
        click.echo(f"  database: {len(pending)} migrations to run")
        call_command("migrate", interactive=False, verbosity=0)


def _open_demo(wanted: bool) -> None:
    if wanted and not Group.objects.exists():
        with click.progressbar(length=1000, label="  an empty database: building the demo newsroom", show_pos=False) as bar:
            demo_newsroom.build(lambda done, total: bar.update(done * 1000 // total - bar.pos))
    sheet = settings.ENVIRONMENT.PARVIS_VAR / SIGN_INS
    if not demo_newsroom.is_built():
        sheet.unlink(missing_ok=True)
        return
    built = demo_newsroom.build()
    people = [{"mail": person.mail, "role": person.role.replace("_", " "), "at": person.at} for person in built.people]
    sheet.write_text(json.dumps({"password": built.password, "people": people}))
    if settings.ENVIRONMENT.PARVIS_ADDRESS:
        demo_newsroom.serve_from(settings.ENVIRONMENT.PARVIS_ADDRESS)


@contextmanager
def _turn() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    try:
        yield
    finally:
        # The end of the session gives the turn back, even when its last statement failed.
        connection.close()
