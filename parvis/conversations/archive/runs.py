"""The runs of an import: opened or taken up again, noted as they go, told at the end."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from parvis.conversations.archive.detect import Archive
from parvis.conversations.archive.records import Repaired, Untaken
from parvis.conversations.archived import ImportNote, ImportRun
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title

# Any number that no other lock of the house has: with a title's number, it locks the imports of that title.
LOCK = 0x41726368


def fingerprint_of(files: Sequence[Path | None], source: str) -> str:
    """SHA-256 of the archive, its rules and mapping, and the source's name: the same import, or another one.

    A second per gigabyte. Of a folder, every file in the order of their names.
    """
    digest = hashlib.sha256(source.encode())
    for file in files:
        for one in sorted(file.iterdir()) if file and file.is_dir() else [file]:
            if one and one.is_file():
                with one.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def ensure_alone(title: Title) -> None:
    """Holds the imports of this title until the connection ends. Refusal 409 when another one is running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, title.pk])
        if not cursor.fetchone()[0]:
            raise Refusal("import_running", 409, _("Another import into this title is running."))


def leave(title: Title) -> None:
    """Lets others import into this title."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, title.pk])


@transaction.atomic
def open_run(*, title: Title, archive: Archive, fingerprint: str, account_id: int | None) -> ImportRun:
    """The unfinished run of this very archive, to be taken up where it stopped, or a new one."""
    opening: dict[str, Any] = {
        "account_id": account_id,
        "format": archive.format,
        "source": archive.source[:200],
        "started_at": clock.now(),
        "counts": {},
    }
    run, _made = ImportRun.objects.get_or_create(title=title, fingerprint=fingerprint, finished_at=None, defaults=opening)
    return run


def note(run: ImportRun, notes: Sequence[Untaken | Repaired]) -> None:
    """Writes what could not be taken, or was repaired, in the caller's transaction."""
    ImportNote.objects.bulk_create(
        ImportNote(
            run=run,
            is_taken=isinstance(one, Repaired),
            place=one.where[:60],
            kind=one.kind[:20],
            ref=one.ref.replace("\x00", "")[:400],
            reason=one.reason,
            detail=one.detail.replace("\x00", "").encode("utf-8", "replace").decode()[:500],
        )
        for one in notes
    )


def noted(run: ImportRun) -> Iterator[ImportNote]:
    """Every note of the run, in the order they were written, without holding them in memory."""
    return ImportNote.objects.filter(run=run).order_by("pk").iterator(chunk_size=2000)


def reasons_of(run: ImportRun, *, is_taken: bool) -> dict[str, int]:
    """How many records were left out (or repaired) for each reason, most frequent first."""
    notes = ImportNote.objects.filter(run=run, is_taken=is_taken).values("reason").annotate(n=Count("pk"))
    return dict(notes.order_by("-n", "reason").values_list("reason", "n"))
