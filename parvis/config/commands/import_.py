"""`parvis import`: the comments of another system, or of another Parvis, brought into a title."""

from pathlib import Path

import click
import django


@click.command(name="import", short_help="Brings an archive of comments into a title.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--title", "key", required=True, help="Key of the title that receives the discussions.")
@click.option(
    "--rules", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Where addresses went: old => new, one a line, or a CSV or TOML map.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be done; touch nothing.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Where to list every record left out or repaired."
)
@click.option("--source", default="", help="Name of where the refs come from; needed to bring two Isso databases into one title.")
@click.option(
    "--mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="How to read a table (CSV): a TOML file."
)
@click.option(
    "--pictures", type=click.Choice(["link", "drop"]), default="link", show_default=True,
    help="What becomes of pictures in posts: a link to where they are, or their alternative text alone.",
)  # fmt: skip
def command(
    path: Path, key: str, rules: Path | None, dry_run: bool, report: Path | None, source: str, mapping: Path | None, pictures: str
) -> None:
    """Reads PATH and brings its articles, authors and comments into a title.

    Reads Disqus exports (XML), WordPress exports (WXR), Isso databases (SQLite), Remark42 backups, Coral collections
    (folder or zip), Discourse backups (tar, SQL dump or tables), Commento and Hyvor Talk exports (JSON) and Parvis
    archives (JSON lines), compressed with gzip or not; which one it is shows from what the file holds. Any other
    system's comments come as a table (CSV) with a mapping.

    \b
    - Authors, dates, nesting, states and reactions are kept; the words are made safe.
    - Killed, it goes on from where it stopped when run again. Run twice, it changes nothing.
    - What waited for moderation there waits in the queue here.
    - Every record that cannot be taken is listed in the report, with its place and the reason.

    \b
    Examples:
      parvis import export.xml.gz --title courrier --dry-run
      parvis import export.xml.gz --title courrier --rules addresses.txt
      parvis import comments.csv --title courrier --mapping comments.toml
    """
    django.setup()
    from parvis.config.archives import bring

    given = {"path": path, "key": key, "rules": rules, "report": report, "source": source, "mapping": mapping}
    raise SystemExit(bring(**given, is_rehearsal=dry_run, pictures=pictures))  # type: ignore[arg-type]  # click checked them
