"""What an import, or its rehearsal, has to say at the end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from parvis.conversations.archive.detect import Archive
from parvis.conversations.archive.runs import noted
from parvis.conversations.archived import ImportRun

# Told the fraction of the file that is read (0 to 1) and the number of records safe.
Progress = Callable[[float, int], None]


@dataclass(slots=True)
class Report:
    """`untaken` and `repaired` count records by reason, `unmapped` counts articles by host; no run for a rehearsal."""

    archive: Archive
    run: ImportRun | None
    counts: dict[str, int]
    untaken: dict[str, int]
    repaired: dict[str, int]
    unmapped: dict[str, int] = field(default_factory=dict)
    unmapped_examples: list[str] = field(default_factory=list)
    resumed_at: int = 0


def silent(_fraction: float, _records: int) -> None:
    """The progress of an import nobody watches."""


def write_notes(run: ImportRun, path: Path) -> int:
    """Writes every record left out or repaired, one JSON object a line; returns how many."""
    number = 0
    with path.open("wb") as file:
        for one in noted(run):
            number += 1
            said = {"taken": one.is_taken, "where": one.place, "kind": one.kind, "ref": one.ref}
            file.write(msgspec.json.encode(said | {"reason": one.reason, "detail": one.detail}) + b"\n")
    return number


def examples_of(notes: Path, reasons: Iterable[str]) -> dict[str, str]:
    """For each reason, the first place where it was given, with its detail; one reading of the file, ended when all are found."""
    wanted, found = set(reasons), dict[str, str]()
    with notes.open("rb") as file:
        for line in file:
            if not wanted:
                break
            said = msgspec.json.decode(line)
            if said["reason"] in wanted:
                wanted.remove(said["reason"])
                found[said["reason"]] = " · ".join(filter(None, (said["where"], said["ref"], said["detail"][:90])))
    return found
