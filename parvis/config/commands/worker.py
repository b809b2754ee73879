"""`parvis worker`: what happens behind the pages, alone."""

import click
import django

from parvis.config.lifeline import live_under_parent


@click.command(short_help="Deliveries, jobs and timetable alone.")
def command() -> None:
    """Tells the facts to their listeners, runs the jobs and the timetable.

    For installations on several machines, as many as needed; `parvis up` runs one for you.
    """
    live_under_parent()
    django.setup()
    from parvis.config.working import work

    work()
