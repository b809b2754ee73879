"""`parvis demo`: a newsroom to look at and to try things on."""

import click
import django


@click.command()
@click.option("--again", is_flag=True, help="Take the demo group away first, with all its posts, then build it anew.")
@click.option("--wipe", "only_wipe", is_flag=True, help="Take the demo group away, and build nothing.")
def command(again: bool, only_wipe: bool) -> None:
    """Builds the demo newsroom: two French titles, 40 articles, 60 readers, 1,500 posts, a queue to work on.

    \b
    Everything in it is invented. It lives in a group of its own and never touches another's data.
    When it is already there, nothing changes and the sign-ins are said again.
    """
    django.setup()
    from parvis.config import demo
    from parvis.config.preparing import pending_migrations, prepare

    if pending_migrations():
        prepare(demo=False)
    if again or only_wipe:
        gone = demo.wipe()
        click.echo(f"The demo newsroom is gone ({gone} rows)." if gone else "There was no demo newsroom.")
    if not only_wipe:
        _build()


def _build() -> None:
    from parvis.config import demo

    if demo.is_built():
        click.echo("The demo newsroom is already there: nothing changed.")
        built = demo.build()
    else:
        with click.progressbar(length=1000, label="Building the demo newsroom", show_pos=False) as bar:
            built = demo.build(lambda done, total: bar.update(done * 1000 // total - bar.pos))
        click.echo(f"Built in {built.seconds:.0f} s.")
    click.echo("\nSign in with any of these, password " + click.style(built.password, bold=True) + ":")
    for person in built.people:
        click.echo(f"  {person.mail:<36} {person.role.replace('_', ' '):<18} {person.name} ({person.at})")
