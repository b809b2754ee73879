"""An archive cut in batches; each knows how many records it covers, so that a run can be taken up after any of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from msgspec.structs import replace

from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedSpace,
    ArchivedThread,
    ArchivedTitle,
    Found,
    Place,
    Repaired,
    Untaken,
)
from parvis.conversations.archive.refs import qualified

SIZE = 5_000
#: Bytes of pictures in one batch.
HEAVIEST = 32_000_000


@dataclass(slots=True)
class Batch:
    """The records between two checkpoints, by kind; `end` is the number of records read up to its last."""

    end: int = 0
    articles: list[tuple[Place, ArchivedArticle]] = field(default_factory=list)
    spaces: list[tuple[Place, ArchivedSpace]] = field(default_factory=list)
    threads: list[tuple[Place, ArchivedThread]] = field(default_factory=list)
    members: list[ArchivedMember] = field(default_factory=list)
    posts: list[tuple[int, Place, ArchivedPost]] = field(default_factory=list)
    notes: list[Untaken | Repaired] = field(default_factory=list)
    already: int = 0


def batches_of(records: Iterator[Found], *, source: str, done: int = 0, size: int = SIZE) -> Iterator[Batch]:
    """The batches after the first `done` records. Refs of articles and members come qualified by `source`."""
    rest = islice(records, done, None)
    while found := list(_portion(rest, size)):
        batch = Batch(end=done + len(found))
        for number, (place, record) in enumerate(found, start=done):
            _put(batch, number, place, record, source)
        done = batch.end
        yield batch


def _portion(records: Iterator[Found], size: int) -> Iterator[Found]:
    """Up to `size` records, fewer when they carry pictures: memory stays constant."""
    weight = 0
    for found in islice(records, size):
        yield found
        picture = getattr(found[1], "picture", None)
        weight += len(picture.data) if picture else 0
        if weight > HEAVIEST:
            return


def _put(batch: Batch, number: int, place: Place, record: object, source: str) -> None:
    if isinstance(record, ArchivedPost):
        batch.posts.append((number, place, record))
    elif isinstance(record, ArchivedMember):
        batch.members.append(replace(record, ref=qualified(source, record.ref)))
    elif isinstance(record, ArchivedArticle):
        batch.articles.append((place, replace(record, ref=qualified(source, record.ref))))
    elif isinstance(record, ArchivedThread):
        first = qualified(source, record.first) if record.first else ""
        batch.threads.append((place, replace(record, ref=qualified(source, record.ref), first=first)))
    elif isinstance(record, ArchivedSpace):
        batch.spaces.append((place, record))
    elif isinstance(record, Untaken | Repaired):
        is_article = record.kind == "article"
        batch.notes.append(replace(record, ref=qualified(source, record.ref)) if is_article else record)
    else:
        assert isinstance(record, ArchivedTitle)  # noqa: S101  # says whose archive it is; nothing to take
