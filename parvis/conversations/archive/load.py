"""Imports an archive into a title: read, prepared by two workers, written by batches, tied, counted.

Killed at any moment, it goes on from its last batch when run again; run twice, it changes nothing.
"""

from pathlib import Path

from django.db import transaction

from parvis.conversations.archive.batches import Batch, batches_of
from parvis.conversations.archive.bundles import pieces_of
from parvis.conversations.archive.detect import Archive, detect
from parvis.conversations.archive.hanging import hang_archived, without_picture
from parvis.conversations.archive.kin import tie_awaited
from parvis.conversations.archive.moved import Moves, moves_of
from parvis.conversations.archive.placing import bring_authors, nobody_of, place_articles
from parvis.conversations.archive.preparing import ENCODE_JOB, Job, Pictures, Prepared
from parvis.conversations.archive.refs import OWN_SOURCE, qualified
from parvis.conversations.archive.rehearsing import Rehearsal
from parvis.conversations.archive.reports import Progress, Report, silent
from parvis.conversations.archive.runs import ensure_alone, fingerprint_of, leave, note, open_run, reasons_of
from parvis.conversations.archive.settling import settle
from parvis.conversations.archive.square import place_spaces, place_threads
from parvis.conversations.archive.staging import Written, open_staging, write_posts
from parvis.conversations.archive.workshop import Workshop
from parvis.conversations.archived import ArchivedRef, ImportRun
from parvis.publishers.bulk import origins_of
from parvis.publishers.models import Title

# Below this size in bytes, starting worker processes costs more than they save.
WORTH_HELP = 1 << 20


def import_archive(
    *,
    path: Path,
    title: Title,
    rules: Path | None = None,
    mapping: Path | None = None,
    pictures: Pictures = "link",
    source: str = "",
    progress: Progress | None = None,
    account_id: int | None = None,
    processes: int = 2,
) -> Report:
    """Imports the archive at `path` into `title`, whose `group` should be at hand.

    `rules` is a file of address rules; `mapping` says how to read a table; `pictures` what becomes of those in posts;
    `source` renames where the refs come from (two Isso databases in one title need it); `progress` is told the fraction
    read (0 to 1) and the number of records safe. Refusal for a file that is no archive, rules or a mapping that cannot be
    read, or an import already running in the title.
    """
    archive, moves = _opened(path, title, rules, mapping, source)
    ensure_alone(title)
    try:
        fingerprint = fingerprint_of([path, rules, mapping], f"{archive.source}{'' if pictures == 'link' else pictures}")
        run = open_run(title=title, archive=archive, fingerprint=fingerprint, account_id=account_id)
        resumed_at = run.done
        if not run.is_read:
            _Loader(run, title, moves, progress or silent, pictures).read(archive, _helpers(path, processes))
        tie_awaited(run)
        settle(run, title)
    finally:
        leave(title)
    return _report(archive, run, moves, resumed_at)


def rehearse_archive(
    *,
    path: Path,
    title: Title,
    notes: Path,
    rules: Path | None = None,
    mapping: Path | None = None,
    source: str = "",
    progress: Progress | None = None,
    processes: int = 2,
) -> Report:
    """What `import_archive` would do, without doing it; what it would not take is written to `notes`. Same Refusals."""
    archive, moves = _opened(path, title, rules, mapping, source)
    return Rehearsal(archive, title, moves, notes).play(progress or silent, _helpers(path, processes))


def _opened(path: Path, title: Title, rules: Path | None, mapping: Path | None, source: str) -> tuple[Archive, Moves]:
    archive = detect(path, mapping)
    return Archive(path, archive.format, source or archive.source, archive.mapping), moves_of(rules, origins_of(title))


def _helpers(path: Path, processes: int) -> int:
    size = sum(piece.size for piece in pieces_of(path)) if path.is_dir() else path.stat().st_size
    return processes if size > WORTH_HELP else 0


class _Loader:
    """One reading of an archive, batch after batch."""

    def __init__(self, run: ImportRun, title: Title, moves: Moves, progress: Progress, pictures: Pictures) -> None:
        self.run, self.title, self.moves, self.progress, self.pictures = run, title, moves, progress, pictures
        self.source = "" if run.format == OWN_SOURCE else run.source

    def read(self, archive: Archive, processes: int) -> None:
        """Reads and writes all that the run has not yet; the run is then marked as read."""
        open_staging()
        self.others = ArchivedRef.objects.filter(title=self.title).exclude(run=self.run)
        self.has_others = self.others.exists()
        reading = archive.read()
        batches = batches_of(iter(reading), source=self.source, done=self.run.done)
        workshop: Workshop[Batch] = Workshop(processes)
        with workshop:
            for batch, prepared in workshop.prepared(batches, self._job_of):
                self._write(batch, prepared)
                self.progress(reading.fraction, self.run.done)
        self.run.is_read = True
        self.run.save(update_fields=["is_read"])

    def _job_of(self, batch: Batch) -> bytes:
        if self.has_others:
            self._pass_over_known(batch)
        posts = [(number, place, without_picture(post)) for number, place, post in batch.posts]
        job = Job(self.source, self.run.started_at, posts, pictures=self.pictures, language=self.title.language)
        return ENCODE_JOB(job)

    def _pass_over_known(self, batch: Batch) -> None:
        """Posts that came by another run are not rendered again: a second import costs little more than the reading."""
        refs = [qualified(self.source, post.ref) for _number, _place, post in batch.posts]
        known = set(self.others.filter(ref__in=refs).values_list("ref", flat=True))
        batch.already = sum(ref in known for ref in refs)
        batch.posts = [one for one, ref in zip(batch.posts, refs, strict=True) if ref not in known]

    @transaction.atomic
    def _write(self, batch: Batch, prepared: Prepared) -> None:
        note(self.run, [*batch.notes, *prepared.notes])
        articles = place_articles(self.run, self.title, self.moves, batch.articles)
        spaces = place_spaces(self.run, self.title, batch.spaces)
        threads = place_threads(self.run, self.title, batch.threads)
        members = bring_authors(self.run, self.title, batch.members)
        written = write_posts(self.run, self.title, self._nobody, prepared.rows)
        written.already += batch.already
        note(self.run, hang_archived(self.title, self.source, batch.posts))
        self._count({"articles": articles, "spaces": spaces, "threads": threads, "members": members}, written)
        self.run.done = batch.end
        self.run.save(update_fields=["done", "counts"])

    def _nobody(self) -> int:
        return nobody_of(self.run, self.title)

    def _count(self, placed: dict[str, int], written: Written) -> None:
        added = placed | {"posts": written.posts, "already": written.already, "cases": written.held}
        added |= {f"posts_{standing}": number for standing, number in written.standings.items()}
        counts = self.run.counts
        self.run.counts = counts | {kind: counts.get(kind, 0) + number for kind, number in added.items()}


def _report(archive: Archive, run: ImportRun, moves: Moves, resumed_at: int) -> Report:
    return Report(
        archive=archive,
        run=run,
        counts=run.counts,
        untaken=reasons_of(run, is_taken=False),
        repaired=reasons_of(run, is_taken=True),
        unmapped=dict(moves.unmapped.most_common(20)),
        unmapped_examples=moves.examples,
        resumed_at=resumed_at,
    )
