"""`parvis prepare`: what must be done before serving."""

import click
import django

from parvis.config.lifeline import live_under_parent


@click.command(short_help="Migrations, translations, demo newsroom.")
@click.option(
    "--demo/--no-demo", default=None, help="Whether to build the demo newsroom in an empty database (default: PARVIS_DEMO)."
)
def command(demo: bool | None) -> None:
    """Brings the database up to date, compiles the translations, builds the demo newsroom if the database is empty.

    Safe to run again: what is done is not done twice. `parvis up` runs it for you.
    """
    live_under_parent()
    django.setup()
    from parvis.config.preparing import prepare

    prepare(demo=demo)
