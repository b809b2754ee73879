"""`parvis backup`: the whole installation in one file, while it goes on working."""

from pathlib import Path

import click
import django


@click.command(short_help="Writes the whole installation to one file.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--without-secret", is_flag=True, help="Leave out what opens sealed keys; restore then needs PARVIS_SECRET_KEY.")
@click.option("--keep", type=click.IntRange(1), help="With a folder as PATH: keep this many backups there, delete the older.")
def command(path: Path, without_secret: bool, keep: int | None) -> None:
    """Writes every title's database, the media and the secret to PATH, a file or an existing folder.

    The database is seen at one instant, and serving goes on. The file holds readers' data and the secret: keep it as you would
    keep them. It is compared, table by table, when it is restored.

    \b
    Examples:
      parvis backup /backups/before-upgrade.tar
      parvis backup /backups --keep 14        every night, by cron
    """
    django.setup()
    from parvis.config.backups.telling import keep_backup

    raise SystemExit(keep_backup(path, with_secret=not without_secret, keep=keep))
