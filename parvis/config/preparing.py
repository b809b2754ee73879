"""What must be done before serving, done once however many ask at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from parvis.config import demo as demo_newsroom
from parvis.config.translations import compile_translations
from parvis.publishers.models import Group

#: Any number, the same in every version: two machines that start together take turns.
TURN = 7_270_001


def prepare(*, demo: bool | None) -> None:
    """Translations, migrations, then the demo newsroom in an empty database if `demo` (None: as PARVIS_DEMO says).

    Raises click.ClickException when the database does not answer.
    """
    compile_translations()
    try:
        with _turn():
            _migrate()
            wanted = settings.ENVIRONMENT.PARVIS_DEMO if demo is None else demo
            if wanted and not Group.objects.exists():
                click.echo("  an empty database: building the demo newsroom, once")
                demo_newsroom.build()
    except OperationalError as problem:
        raise click.ClickException(f"the database does not answer: {problem}") from None


def pending_migrations() -> list[str]:
    """The names of the migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrate() -> None:
    if pending := pending_migrations():
        click.echo(f"  database: {len(pending)} migrations to run")
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _turn() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
        connection.close()
