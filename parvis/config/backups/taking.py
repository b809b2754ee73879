"""Taking a backup while the house goes on working: one instant of the database, what opens it, the media."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from parvis import __version__
from parvis.config.backups.client import run
from parvis.config.backups.figures import Told, figures
from parvis.kit.refusals import Refusal

FORMAT = 1
_PG_DUMP = ("--format=custom", "--schema=public", "--no-owner", "--no-privileges")
MANIFEST, DUMP, SECRET, MEDIA = "manifest.json", "database.dump", "secret", "media"


def take_backup(path: Path, *, with_secret: bool = True, told: Told = lambda fraction, words: None) -> dict[str, Any]:
    """Writes the backup at `path` and gives its manifest. Nothing is left at `path` unless the whole is.

    Takes the disk space of the dump twice while it works. Raises Refusal when `path` exists, its folder cannot be
    written, or a program of PostgreSQL fails.
    """
    _ensure_writable(path)
    with tempfile.TemporaryDirectory(prefix=".parvis-backup-", dir=path.parent) as folder:
        draft = Path(folder) / "backup.tar"
        manifest = _manifest(Path(folder) / DUMP, told)
        with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as tar:
            told(0.8, "writing")
            for name, source in _sources(Path(folder) / DUMP, with_secret):
                manifest["files"][name] = _add(tar, name, source)
            _add_text(tar, MANIFEST, json.dumps(manifest, indent=1))
        draft.chmod(0o600)
        _settle(draft, path)
    return manifest


def _ensure_writable(path: Path) -> None:
    if path.exists():
        raise Refusal("exists", 409, f"{path} exists: a backup never overwrites another.")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise Refusal("no_folder", 409, f"{path.parent} is not a folder one can write in.")


def _manifest(dump: Path, told: Told) -> dict[str, Any]:
    """Dumps the database and reckons its figures at the same instant."""
    with _instant() as (cursor, snapshot):
        told(0.02, "dumping the database")
        run("pg_dump", *_PG_DUMP, f"--snapshot={snapshot}", f"--file={dump}")
        found = figures(cursor, told=lambda fraction, name: told(0.4 + 0.4 * fraction, name))
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
        cursor.execute("SELECT name FROM publishers_title ORDER BY name")
        titles = [name for (name,) in cursor.fetchall()]
    return {
        "format": FORMAT,
        "parvis": __version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "titles": titles,
        "migrations": migrations,
        **found,
        "files": {},
    }


@contextmanager
def _instant() -> Iterator[tuple[psycopg.Cursor[Any], str]]:
    """A read-only transaction that sees one instant, and the name by which another session sees the same."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as session, session.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor, str((cursor.fetchone() or [""])[0])


def _sources(dump: Path, with_secret: bool) -> Iterator[tuple[str, Path]]:
    yield DUMP, dump
    secret = settings.ENVIRONMENT.PARVIS_VAR / SECRET
    if with_secret and not settings.ENVIRONMENT.PARVIS_SECRET_KEY and secret.exists():
        yield SECRET, secret
    media = settings.ENVIRONMENT.PARVIS_VAR / MEDIA
    for file in sorted(media.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{MEDIA}/{file.relative_to(media)}", file


def _add(tar: tarfile.TarFile, name: str, source: Path) -> dict[str, Any]:
    """Adds a file; gives its length and hash, reckoned on what was truly written."""
    with source.open("rb") as file:
        entry = tar.gettarinfo(arcname=name, fileobj=file)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        counted = Counted(file)
        tar.addfile(entry, counted)
    return {"bytes": entry.size, "sha256": counted.hash.hexdigest()}


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content := text.encode())
    entry.mode = 0o600
    tar.addfile(entry, io.BytesIO(content))


class Counted:
    """A file whose hash is reckoned as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        read = self._file.read(size)
        self.hash.update(read)
        return read


def _settle(draft: Path, path: Path) -> None:
    """On disk before it has its name; two backups of the same name cannot both win."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        raise Refusal("exists", 409, f"{path} exists: a backup never overwrites another.") from None
    except OSError:  # a file system without hard links
        shutil.move(draft, path)
