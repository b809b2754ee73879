"""Opening a backup and making sure it is whole before anything is touched."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

from parvis.config.backups.figures import Told
from parvis.config.backups.taking import DUMP, FORMAT, MANIFEST
from parvis.kit.refusals import Refusal

CHUNK = 1 << 20


@contextmanager
def opened(path: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """The backup's tar file and its manifest. Raises Refusal when `path` is not a backup that this version reads."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar, _manifest(tar, path)
    except FileNotFoundError:
        raise Refusal("no_backup", 404, f"There is no file {path}.") from None
    except (tarfile.TarError, OSError) as problem:
        raise Refusal("not_a_backup", 422, f"{path} is not a whole backup: {problem}.") from None


def _manifest(tar: tarfile.TarFile, path: Path) -> dict[str, Any]:
    try:
        file = tar.extractfile(MANIFEST)
        manifest = json.load(file) if file else {}
    except (KeyError, ValueError):
        raise Refusal("not_a_backup", 422, f"{path} is not a backup of Parvis, or its end is missing.") from None
    if manifest.get("format") != FORMAT:
        raise Refusal("other_format", 422, f"{path} has a form that this version does not know: {manifest.get('format')}.")
    return dict(manifest)


def ensure_whole(tar: tarfile.TarFile, manifest: dict[str, Any], told: Told = lambda fraction, words: None) -> None:
    """Reads every file of the backup. Raises Refusal 422 naming the first that is missing or altered."""
    total = sum(file["bytes"] for file in manifest["files"].values()) or 1
    done = 0
    if DUMP not in manifest["files"]:
        raise Refusal("no_dump", 422, "The backup holds no database.")
    for name, kept in manifest["files"].items():
        told(done / total, name)
        if _hash(tar, name) != kept["sha256"]:
            raise Refusal("altered", 422, f"{name} is missing from the backup or is not what was kept.")
        done += kept["bytes"]


def _hash(tar: tarfile.TarFile, name: str) -> str:
    try:
        file = tar.extractfile(name)
    except KeyError:
        return ""
    reckoned = hashlib.sha256()
    while file and (read := file.read(CHUNK)):
        reckoned.update(read)
    return reckoned.hexdigest()


def ensure_not_newer(manifest: dict[str, Any]) -> None:
    """Raises Refusal 409 when the backup was taken by a later version, whose database this one would not understand."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if later := [name for name in manifest["migrations"] if name not in known]:
        words = f"This backup was taken by Parvis {manifest['parvis']}, later than this one ({later[0]} is unknown here)"
        raise Refusal("later_version", 409, f"{words}: install that version first.")
