"""Bringing a backup back: beside what is there first, compared, and only then in its place."""

import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from parvis.config.backups.client import run
from parvis.config.backups.figures import Told, differences, figures, has_newsroom
from parvis.config.backups.reading import ensure_not_newer, ensure_whole, opened
from parvis.config.backups.taking import DUMP, MEDIA, SECRET
from parvis.kit.refusals import Refusal

#: Where what was there waits until what is brought back has been compared; its presence means a restore did not end.
ASIDE = "parvis_before_restore"
SILENT_WORKER_SECONDS = 40
#: A recent sign of life, and another session: a worker killed a moment ago leaves the sign only.
_WORKER_LIVES = """
    SELECT EXISTS (SELECT FROM public.procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))
    AND EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
                AND pid <> pg_backend_pid())
"""
#: Whole or not at all, whoever owned the tables.
_PG_RESTORE = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")


def restore_backup(path: Path, *, replace: bool = False, told: Told = lambda fraction, words: None) -> dict[str, Any]:
    """Brings the backup at `path` into this installation's database and folder; gives its manifest.

    Killed at any moment, the database is either as before or as kept (`put_back` at the next start). Raises Refusal: not a
    whole backup, a later version's, a newsroom is already here (unless `replace`), the house is running, or the figures differ.
    """
    with opened(path) as (tar, manifest):
        ensure_not_newer(manifest)
        put_back()
        _ensure_may_write(replace)
        ensure_whole(tar, manifest, lambda fraction, name: told(0.3 * fraction, name))
        with tempfile.TemporaryDirectory(prefix=".parvis-restore-", dir=settings.ENVIRONMENT.PARVIS_VAR) as folder:
            tar.extract(DUMP, folder, filter="data")
            _restore_database(Path(folder) / DUMP, manifest, told)
        told(0.95, "media")
        _restore_files(tar, manifest)
    return manifest


def put_back() -> bool:
    """Undoes a restore that was interrupted: what was there before it is in its place again. Gives whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [ASIDE])
        if not (cursor.fetchone() or [False])[0]:
            return False
        # One statement list, one transaction.
        cursor.execute(f"BEGIN; DROP SCHEMA IF EXISTS public CASCADE; ALTER SCHEMA {ASIDE} RENAME TO public; COMMIT")
    return True


def _ensure_may_write(replace: bool) -> None:
    if _is_running():
        raise Refusal("running", 409, "A worker uses this database: stop every `parvis` on it first.")
    if has_newsroom() and not replace:
        raise Refusal("not_empty", 409, "There is a newsroom in this database: --replace puts the backup in its place.")


def _is_running() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.procrastinate_workers') IS NOT NULL")
        if not (cursor.fetchone() or [False])[0]:
            return False
        cursor.execute(_WORKER_LIVES, [SILENT_WORKER_SECONDS])
        return bool((cursor.fetchone() or [False])[0])


def _restore_database(dump: Path, manifest: dict[str, Any], told: Told) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")  # the dump makes its own
    connection.close()  # what this session knew of the tables is no longer true
    try:
        told(0.35, "the database")
        run("pg_restore", *_PG_RESTORE, f"--dbname={_database()}", str(dump))
        _compare(manifest, lambda fraction, name: told(0.7 + 0.25 * fraction, name))
    except BaseException:
        put_back()
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")
        cursor.execute("ANALYZE")


def _compare(manifest: dict[str, Any], told: Told) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        said = differences(manifest, figures(cursor, told=told))  # type: ignore[arg-type]  # Django's cursor passes psycopg's calls on
    if said:
        raise Refusal("differs", 409, f"What came back is not what was kept, so nothing was changed: {'; '.join(said[:5])}.")


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _restore_files(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    var = settings.ENVIRONMENT.PARVIS_VAR
    if SECRET in manifest["files"] and not settings.ENVIRONMENT.PARVIS_SECRET_KEY:
        tar.extract(SECRET, draft := Path(tempfile.mkdtemp(dir=var)), filter="data")
        (draft / SECRET).chmod(0o600)
        (draft / SECRET).replace(var / SECRET)
        draft.rmdir()
    names = [name for name in manifest["files"] if name.startswith(f"{MEDIA}/")]
    if names:
        draft = Path(tempfile.mkdtemp(prefix=".parvis-media-", dir=var))
        for name in names:
            tar.extract(name, draft, filter="data")
        shutil.rmtree(var / MEDIA, ignore_errors=True)
        (draft / MEDIA).replace(var / MEDIA)
        draft.rmdir()
