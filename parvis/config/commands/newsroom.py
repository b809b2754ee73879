"""`parvis newsroom`: opens a title, its site and its manager's seat."""

import click
import django


@click.command(short_help="Opens a title, its site and its manager's seat.")
@click.argument("name")
@click.option("--key", required=True, help="Short name of the title in addresses (letters, digits, hyphens).")
@click.option("--group", "group_name", help="Name of the press group (default: the title's own name).")
@click.option("--origin", "origins", multiple=True, required=True, help="Origin of its articles; may be given several times.")
@click.option("--manager", required=True, help="Mail of the person who will manage the group.")
@click.option("--time-zone", "zone", default="", help="Time zone of the group, for its digests (default: Europe/Paris).")
def command(name: str, key: str, group_name: str | None, origins: tuple[str, ...], manager: str, zone: str) -> None:
    """Opens the title NAME. The manager signs in at /desk/ with that mail and a code sent to it.

    \b
    Example:
      parvis newsroom "Le Courrier" --key courrier --group "Groupe Rivages" \\
        --origin https://www.courrier.example --manager direction@courrier.example
    """
    django.setup()
    from parvis.config.newsrooms import open_newsroom
    from parvis.kit.refusals import Refusal

    try:
        opened = {"group_name": group_name or name, "title_name": name, "key": key}
        title = open_newsroom(**opened, origins=list(origins), manager=manager, zone=zone)
    except (Refusal, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"{title} is open: /desk/{title.key}/sites/ gives the element to paste under its articles.")
