"""`parvis restore`: a backup brought back, compared with what was kept."""

from pathlib import Path

import click
import django


@click.command(short_help="Brings a backup back, and compares it.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Only say whether the backup is whole; touch nothing.")
@click.option("--replace", is_flag=True, help="Put the backup in the place of the newsroom that is here.")
def command(path: Path, check: bool, replace: bool) -> None:
    """Brings the backup at PATH into this installation's database and folder.

    What is here is kept aside until every table has been compared (rows and hashes) with what was kept; when anything differs,
    or the command is killed, it is put back. A backup of an older version is then brought up to date.

    \b
    Examples:
      parvis restore before-upgrade.tar --check
      DATABASE_URL=postgresql://… parvis restore before-upgrade.tar
    """
    django.setup()
    from parvis.config.backups.telling import bring_back, look

    raise SystemExit(look(path) if check else bring_back(path, replace=replace))
