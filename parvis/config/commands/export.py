"""`parvis export`: a title's discussions as JSON lines, to keep or to take elsewhere."""

from pathlib import Path

import click
import django


@click.command(short_help="Writes a title's discussions as JSON lines.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--title", "key", required=True, help="Key of the title to export.")
@click.option("--with-mail", is_flag=True, help="Also write the mail addresses of members with an account here.")
def command(path: Path, key: str, with_mail: bool) -> None:
    """Writes the articles, members and posts of a title to PATH, compressed when it ends in .gz.

    The form is described in docs/archive-format.md. Imported into an empty title and exported again,
    it gives the same file, byte for byte. Nothing is left at PATH unless the whole is.

    \b
    Example:
      parvis export courrier-2026.jsonl.gz --title courrier
    """
    django.setup()
    from parvis.config.archives import give

    raise SystemExit(give(path=path, key=key, with_mail=with_mail))
