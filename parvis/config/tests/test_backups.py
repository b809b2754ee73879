"""Backups for real: taken from one database, brought back into another, equal table by table."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier

from parvis.config.backups import figures, reading, restoring, taking
from parvis.kit.refusals import Refusal

OPENED = ("--key", "phare", "--origin", "https://phare.example", "--manager", "a@phare.example")
HOUSE = Path(__file__).resolve().parent.parent.parent.parent


def parvis(database: str, var: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    told = {"DATABASE_URL": address_of(database), "PARVIS_VAR": str(var), "PARVIS_DEMO": "no", "COLUMNS": "200"}
    command = [sys.executable, "-m", "parvis", *words]
    environment = {name: value for name, value in os.environ.items() if name != "PARVIS_SECRET_KEY"} | told
    return subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)


def address_of(database: str) -> str:
    told = settings.DATABASES["default"]
    return f"postgresql://{told['USER']}@/{database}?host={quote(told['HOST'], safe='')}"


@pytest.fixture
def databases(db: None) -> Iterator[tuple[str, str]]:
    """Two empty databases on the tests' own server."""
    names = tuple(f"{connection.settings_dict['NAME']}_{side}" for side in ("kept", "back"))
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        for name in names:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield names  # type: ignore[misc]  # two names
        for name in names:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def manifest_of(path: Path) -> dict[str, object]:
    with reading.opened(path) as (_tar, manifest):
        return manifest


def test_a_backup_is_restored_elsewhere_and_compares_equal(databases: tuple[str, str], tmp_path: Path) -> None:
    kept, back = databases
    here, there = tmp_path / "here", tmp_path / "there"
    assert parvis(kept, here, "prepare").returncode == 0
    opened = parvis(kept, here, "newsroom", "Le Phare", *OPENED)
    assert opened.returncode == 0, opened.stderr + opened.stdout
    (here / "media" / "a").mkdir(parents=True)
    (here / "media" / "a" / "pont.webp").write_bytes(b"RIFF not really")

    path = tmp_path / "one.tar"
    taken = parvis(kept, here, "backup", str(path))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert path.stat().st_mode & 0o077 == 0
    assert "is whole" in parvis(back, there, "restore", str(path), "--check").stdout

    restored = parvis(back, there, "restore", str(path))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (there / "media" / "a" / "pont.webp").read_bytes() == b"RIFF not really"
    assert (there / "secret").read_text() == (here / "secret").read_text()

    again = tmp_path / "two.tar"
    assert parvis(back, there, "backup", str(again)).returncode == 0
    first, second = manifest_of(path), manifest_of(again)
    assert first["tables"] == second["tables"]
    assert first["sequences"] == second["sequences"]

    refused = parvis(back, there, "restore", str(path))
    assert (refused.returncode, "--replace" in refused.stdout) == (1, True)
    assert parvis(back, there, "restore", str(path), "--replace").returncode == 0


def test_an_interrupted_restore_is_undone_at_the_next_start(databases: tuple[str, str], tmp_path: Path) -> None:
    kept, _back = databases
    assert parvis(kept, tmp_path, "prepare").returncode == 0
    with psycopg.connect(address_of(kept), autocommit=True) as session:
        session.execute(f"ALTER SCHEMA public RENAME TO {restoring.ASIDE}")
        session.execute("CREATE SCHEMA public; CREATE TABLE public.half_of_it ()")
    said = parvis(kept, tmp_path, "prepare")
    assert (said.returncode, "interrupted" in said.stdout) == (0, True)
    with psycopg.connect(address_of(kept)) as session:
        assert session.execute("SELECT to_regclass('public.publishers_group') IS NOT NULL").fetchone() == (True,)
        assert session.execute("SELECT to_regclass('public.half_of_it')").fetchone() == (None,)


@pytest.mark.django_db(transaction=True)
def test_an_altered_backup_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "whole.tar"
    manifest = taking.take_backup(path, with_secret=False)
    with pytest.raises(Refusal, match="never overwrites"):
        taking.take_backup(path)
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    (tmp_path / "altered.tar").write_bytes(content)
    with reading.opened(tmp_path / "altered.tar") as (tar, read), pytest.raises(Refusal, match=r"database\.dump"):
        reading.ensure_whole(tar, read)
    (tmp_path / "cut.tar").write_bytes(path.read_bytes()[:-20_000])
    with pytest.raises(Refusal, match=r"cut\.tar"), reading.opened(tmp_path / "cut.tar"):
        pass
    assert manifest["tables"] == manifest_of(path)["tables"]


def test_a_backup_of_a_later_version_or_of_something_else_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="later"):
        reading.ensure_not_newer({"migrations": ["publishers.9999_from_the_future"], "parvis": "9.0"})
    with pytest.raises(Refusal, match="no file"), reading.opened(tmp_path / "nothing.tar"):
        pass
    (tmp_path / "text.tar").write_text("Bonjour")
    with pytest.raises(Refusal, match="not a whole backup"), reading.opened(tmp_path / "text.tar"):
        pass
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(__file__, "manifest.json")
    with pytest.raises(Refusal, match="not a backup of Parvis"), reading.opened(tmp_path / "other.tar"):
        pass


def test_one_altered_row_shows_in_the_figures(db: None) -> None:
    with connection.cursor() as cursor:
        before = json.loads(json.dumps(figures.figures(cursor)))
        cursor.execute("UPDATE django_migrations SET name = name || '!' WHERE id = (SELECT min(id) FROM django_migrations)")
        after = figures.figures(cursor)
    assert [said.split(":")[0] for said in figures.differences(before, after)] == ["table django_migrations"]
    assert figures.differences(before, before) == []
