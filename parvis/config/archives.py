"""What `parvis import` and `parvis export` show in a terminal: a bar that tells the truth, and a report one can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import ProgrammingError
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from parvis.conversations.archive.dump import export_title
from parvis.conversations.archive.load import import_archive, rehearse_archive
from parvis.conversations.archive.preparing import Pictures
from parvis.conversations.archive.records import REASONS
from parvis.conversations.archive.reports import Report, examples_of, write_notes
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title

NAMES = {
    "disqus": "a Disqus export", "wordpress": "a WordPress export", "isso": "an Isso database", "parvis": "a Parvis archive",
    "remark42": "a Remark42 backup", "coral": "Coral’s collections", "discourse": "a Discourse forum",
    "commento": "a Commento export", "hyvor": "a Hyvor Talk export", "table": "a table",
}  # fmt: skip
COUNTS = (
    ("articles", "articles"),
    ("spaces", "spaces"),
    ("threads", "discussions of their own"),
    ("members", "members"),
    ("posts", "posts"),
    ("already", "posts already here"),
    ("cases", "posts put in the queue"),
)


@translation.override("en")
def bring(
    *, path: Path, key: str, rules: Path | None, is_rehearsal: bool, report: Path | None, source: str,
    mapping: Path | None = None, pictures: Pictures = "link",
) -> int:  # fmt: skip
    """Imports (or rehearses) and shows the report; gives the exit code: 1 for a refusal, said in one line."""
    console = Console()
    notes = report or Path(f"{path.name}.report.jsonl")
    try:
        title = _title(key)
        with _bar(console, "Reading") as (progress, task):

            def told(fraction: float, records: int) -> None:
                progress.update(task, completed=fraction * 1000, records=f"{records:,} records")

            given: dict[str, Any] = {"path": path, "title": title, "rules": rules, "source": source, "progress": told}
            given |= {"mapping": mapping}
            done = rehearse_archive(**given, notes=notes) if is_rehearsal else import_archive(**given, pictures=pictures)
            progress.update(task, completed=1000)
        if done.run:
            write_notes(done.run, notes)
    except Refusal as refusal:
        console.print(f"parvis: {refusal.message}", style="red", markup=False)
        return 1
    _show(console, done, notes, title)
    if not (done.untaken or done.repaired):
        notes.unlink()
    return 0


@translation.override("en")
def give(*, path: Path, key: str, with_mail: bool) -> int:
    """Exports and says how much; gives the exit code: 1 for a refusal, said in one line."""
    console = Console()
    try:
        title = _title(key)
    except Refusal as refusal:
        console.print(f"parvis: {refusal.message}", style="red", markup=False)
        return 1
    with _bar(console, "Writing") as (progress, task):

        def told(written: int, total: int) -> None:
            progress.update(task, completed=1000 * written / max(1, total), records=f"{written:,} posts")

        counts = export_title(title=title, path=path, with_mail=with_mail, progress=told)
        progress.update(task, completed=1000)
    own = f"{counts['thread']:,} discussions of their own, " if counts["thread"] else ""
    said = f"{counts['article']:,} articles, {own}{counts['member']:,} members, {counts['post']:,} posts"
    console.print(f"{said} written to {path}", markup=False)
    return 0


def _title(key: str) -> Title:
    try:
        title = Title.objects.select_related("group").filter(key=key).first()
    except ProgrammingError:
        raise Refusal("not_prepared", 409, "The database is not ready: run `parvis prepare` first.") from None
    if title is None:
        known = ", ".join(Title.objects.order_by("key").values_list("key", flat=True)) or "none yet"
        raise Refusal("no_title", 404, f"There is no title “{key}”. Titles: {known}.")
    return title


@contextmanager
def _bar(console: Console, word: str) -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn(word), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.fields[records]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield progress, progress.add_task(word, total=1000, records="")


def _show(console: Console, report: Report, notes: Path, title: Title) -> None:
    console.print(f"[bold]{NAMES[report.archive.format]}[/bold] → {escape(title.name)}")
    if report.run is None:
        console.print("A dry run: nothing was done; here is what would be.", style="yellow")
    if report.resumed_at:
        console.print(f"Taken up after record {report.resumed_at:,}, where it had stopped.")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold")
    for kind, words in COUNTS:
        if kind in ("spaces", "threads") and not report.counts.get(kind):
            continue
        table.add_row(f"{report.counts.get(kind, 0):,}", words)
    console.print(table)
    _show_reasons(console, "Left out", report.untaken, notes)
    _show_reasons(console, "Taken, repaired", report.repaired, notes)
    _show_unmapped(console, report)
    if report.untaken or report.repaired:
        console.print(f"\nEach of them, with its place: {notes}", markup=False)
    else:
        console.print("\nEvery record was taken as it was.")


def _show_reasons(console: Console, heading: str, reasons: dict[str, int], notes: Path) -> None:
    if not reasons:
        return
    console.print(f"\n[bold]{heading}[/bold]")
    examples = examples_of(notes, reasons)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    for reason, number in reasons.items():
        table.add_row(f"{number:,}", REASONS[reason])
        table.add_row("", escape(f"for example {examples[reason]}"), style="dim")
    console.print(table)


def _show_unmapped(console: Console, report: Report) -> None:
    if not report.unmapped:
        return
    console.print("\n[bold]Addresses of no site of this title[/bold]: allow their origin, or write rules (docs/how-to/import.md)")
    for host, number in report.unmapped.items():
        console.print(f"  {number:,} at {host or 'no host'}", markup=False)
    for address in report.unmapped_examples[:5]:
        console.print(f"  {address}", style="dim", markup=False)
