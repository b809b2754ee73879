"""What `parvis backup` and `parvis restore` show in a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from parvis.config.backups.figures import Told
from parvis.config.backups.reading import ensure_not_newer, ensure_whole, opened
from parvis.config.backups.restoring import restore_backup
from parvis.config.backups.taking import take_backup
from parvis.config.preparing import prepare
from parvis.kit.refusals import Refusal
from parvis.members.leaving.again import erase_again

NAME = "parvis-{moment:%Y-%m-%d-%H%M%S}.tar"


def keep_backup(path: Path, *, with_secret: bool, keep: int | None) -> int:
    """Takes a backup to a file, or to a file named by the moment in a folder; gives the exit code, 1 for a refusal."""
    file = path / NAME.format(moment=timezone.now()) if path.is_dir() else path
    console = Console()
    with _refusing(console) as refused, _bar(console, "Keeping") as told:
        manifest = take_backup(file, with_secret=with_secret, told=told)
    if refused:
        return 1
    console.print(f"{_holds(manifest)} in {file} ({file.stat().st_size / 1e6:,.1f} MB)", markup=False)
    for old in _older(path, keep) if keep and path.is_dir() else []:
        old.unlink()
        console.print(f"deleted {old.name}", markup=False)
    return 0


def look(path: Path) -> int:
    """Says whether a backup is whole and of a version one can restore; gives the exit code."""
    console = Console()
    with _refusing(console) as refused, _bar(console, "Reading") as told, opened(path) as (tar, manifest):
        ensure_whole(tar, manifest, told)
        ensure_not_newer(manifest)
    if refused:
        return 1
    kept = f"kept by Parvis {manifest['parvis']} on {manifest['made_at']}"
    console.print(f"{path} is whole: {_holds(manifest)}, {kept}", markup=False)
    return 0


def bring_back(path: Path, *, replace: bool) -> int:
    """Restores and says what came back; gives the exit code."""
    console = Console()
    with _refusing(console) as refused, _bar(console, "Restoring") as told:
        manifest = restore_backup(path, replace=replace, told=told)
    if refused:
        return 1
    console.print(f"{_holds(manifest)}: every table has the rows and the hash that were kept", markup=False)
    prepare(demo=False)
    if again := erase_again():
        console.print(
            f"{again} people who had asked to be erased, and whom the backup brought back, are erased again", markup=False
        )
    return 0


def _holds(manifest: dict[str, Any]) -> str:
    rows = sum(rows for rows, _hash in manifest["tables"].values())
    posts = manifest["tables"]["conversations_post"][0]
    return f"{rows:,} rows of {len(manifest['tables'])} tables ({posts:,} posts), {len(manifest['files'])} files"


def _older(folder: Path, keep: int) -> list[Path]:
    """The backups beyond the newest `keep`; only files that this command named."""
    return sorted(folder.glob("parvis-????-??-??-??????.tar"))[:-keep]


@contextmanager
def _refusing(console: Console) -> Iterator[list[Refusal]]:
    """Says a refusal in one line; the list then holds it."""
    refused: list[Refusal] = []
    try:
        with translation.override("en"):
            yield refused
    except Refusal as refusal:
        refused.append(refusal)
        console.print(f"parvis: {refusal.message}", style="red", markup=False)


@contextmanager
def _bar(console: Console, word: str) -> Iterator[Told]:
    columns = (TextColumn(word), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.fields[at]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(word, total=1.0, at="")
        yield lambda fraction, at: progress.update(task, completed=fraction, at=at)
