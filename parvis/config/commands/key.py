"""`parvis key`: makes an API key."""

import click
import django


@click.command(short_help="Makes an API key of a title; its secret is shown once.")
@click.option("--title", "title_key", required=True, help="Key of the title.")
@click.option("--as", "mail", required=True, help="Mail of the account in whose name it acts.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=["read"],
    help="One scope, or a bundle (read, write, moderate, manage); may be given several times.",
)
@click.option("--name", default="", help="What it is for.")
def command(title_key: str, mail: str, scopes: tuple[str, ...], name: str) -> None:
    """Makes a key for the public API (docs/how-to/api.md).

    \b
    Example:
      parvis key --title courrier --as direction@parvis.demo --scope read --scope write --name "Our CMS"
    """
    django.setup()
    from parvis.config.newsrooms import make_key
    from parvis.kit.refusals import Refusal

    try:
        made = make_key(title_key=title_key, name=name, scopes=list(scopes), mail=mail)
    except (Refusal, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(made.secret)
