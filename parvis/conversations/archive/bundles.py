"""Archives made of several files: a folder, a zip or a tar, each file opened where it lies and never written out.

Names inside are only compared, never followed: a name that climbs out of its folder opens nothing.
"""

import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal

ZIP = b"PK\x03\x04"
TAR_MARK, TAR_MARK_AT = b"ustar", 257
# More files than this in a bundle of comments is something else: a whole disk, or an attack on patience.
MOST_FILES = 200_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a bundle: its name inside, its size in bytes as said there, and how to open it from its beginning."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def stem(self) -> str:
        """Its name without folders, endings or a database's prefix: `coral.comments.jsonl.gz` is `comments`."""
        name = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        for ending in (".gz", ".jsonl", ".ndjson", ".json"):
            name = name.removesuffix(ending)
        return name.rsplit(".", 1)[-1]


def is_tar(first: bytes) -> bool:
    """Whether these first bytes, decompressed, are those of a tar."""
    return first[TAR_MARK_AT : TAR_MARK_AT + 5] == TAR_MARK


def pieces_of(path: Path) -> list[Piece]:
    """The files of a folder or zip, by name. Refusal when there are too many, or the zip cannot be read."""
    found = _of_folder(path) if path.is_dir() else _of_zip(path)
    if len(found) > MOST_FILES:
        raise Refusal("too_many_files", 422, _("%(path)s holds too many files to be an archive of comments.") % {"path": path})
    return sorted(found, key=lambda piece: piece.name)


def piece_of_tar(path: Path, endings: tuple[str, ...]) -> Piece | None:
    """The first file of a tar, compressed or not, whose name ends so; read in one pass, nothing before it is kept."""
    for member, _stream in _members(path):
        if member.isfile() and member.name.endswith(endings):
            return Piece(member.name, member.size, partial(_open_in_tar, path, member.name))
    return None


def _of_folder(path: Path) -> list[Piece]:
    with os.scandir(path) as entries:
        files = [Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    return [Piece(file.name, file.stat().st_size, _opener(file)) for file in files[: MOST_FILES + 1]]


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def _of_zip(path: Path) -> list[Piece]:
    try:
        with zipfile.ZipFile(path) as packed:
            inside = [one for one in packed.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")]
    except (zipfile.BadZipFile, OSError) as error:
        words = _("%(path)s looks like a zip but cannot be read: %(why)s") % {"path": path, "why": error}
        raise Refusal("bad_zip", 422, words) from error
    return [Piece(one.filename, one.file_size, _unzipper(path, one.filename)) for one in inside[: MOST_FILES + 1]]


def _unzipper(path: Path, name: str) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, zipfile.ZipFile(path).open(name))


def _members(path: Path) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    try:
        with tarfile.open(path, "r|*") as packed:
            for number, member in enumerate(packed):
                if number > MOST_FILES:
                    return
                yield member, packed
    except (tarfile.TarError, EOFError, OSError) as error:
        words = _("%(path)s looks like a tar but cannot be read: %(why)s") % {"path": path, "why": error}
        raise Refusal("bad_tar", 422, words) from error


def _open_in_tar(path: Path, name: str) -> BinaryIO:
    # Not closed here: closing the tar would close the file that is being read from it.
    packed = tarfile.open(path, "r|*")  # noqa: SIM115
    for member in packed:
        if member.name == name and (stream := packed.extractfile(member)):
            return cast(BinaryIO, stream)
    raise FileNotFoundError(name)
