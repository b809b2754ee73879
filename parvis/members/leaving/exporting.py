"""Making the copy of one's data: one zip with the same things twice, for machines (JSON) and for people (HTML)."""

import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.members.leaving.acts import keep_export, note_progress
from parvis.members.leaving.held import Section, held, sections_of
from parvis.members.leaving.models import DataExport
from parvis.members.models import Member

FOLDER = "private/copies"


def members_of(export: DataExport) -> list[Member]:
    """Whose data the copy holds."""
    if export.member or export.account is None:
        return [export.member] if export.member else []
    mine = Member.objects.select_related("group", "account").filter(account=export.account, erased_at__isnull=True)
    return list(mine.order_by("group__name"))


def write_export(export: DataExport) -> None:
    """Writes the zip row after row, whatever its size, and keeps it where files are kept, under a name nobody can guess."""
    members = members_of(export)
    language = members[0].language if members else "fr"
    with tempfile.TemporaryFile() as draft, translation.override(language):
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, "donnees.json" if language == "fr" else "data.json", _json(members, export))
            _write(archive, "donnees.html" if language == "fr" else "data.html", _html(members, export))
        size = draft.tell()
        draft.seek(0)
        name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(32)}.zip", File(draft))
    keep_export(export_id=export.pk, file=name, size=size)


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece.encode())


def _json(members: list[Member], export: DataExport) -> Iterator[str]:
    yield f'{{"made_at": {json.dumps(clock.now().isoformat())}, "members": ['
    for number, member in enumerate(members):
        yield ", {" if number else "{"
        for place, section in enumerate(_told(member, export, number, len(members) * 2)):
            yield f"{', ' if place else ''}{json.dumps(section.key)}: ["
            for line, row in enumerate(section.rows):
                yield (",\n" if line else "\n") + json.dumps(row, default=_plain, ensure_ascii=False)
            yield "]"
        yield "}"
    yield "]}"


def _html(members: list[Member], export: DataExport) -> Iterator[str]:
    language = translation.get_language()
    yield render_to_string("members/copy_head.html", {"members": members, "now": clock.now(), "language": language})
    for number, member in enumerate(members):
        yield f"<h2>{escape(member.group.name)}</h2>"
        for section in _told(member, export, len(members) + number, len(members) * 2):
            yield f"<h3>{escape(section.name)}</h3>"
            yield from _rows(section)
    yield "</main></html>"


def _rows(section: Section) -> Iterator[str]:
    is_empty = True
    for row in section.rows:
        is_empty = False
        yield "<dl>"
        for name, value in row.items():
            if value not in (None, "", [], {}):
                yield f"<dt>{escape(name.replace('__', ' · ').replace('_', ' '))}</dt><dd>{escape(_readable(value))}</dd>"
        yield "</dl>"
    if is_empty:
        yield f"<p>{escape(_('Nothing.'))}</p>"


def _told(member: Member, export: DataExport, turn: int, turns: int) -> Iterator[Section]:
    """The member's sections, saying how far the whole is."""
    count = sum(bool(one.name) for one in held().values())
    for place, section in enumerate(sections_of(member)):
        note_progress(export_id=export.pk, percent=100 * (turn * count + place) // max(turns * count, 1))
        yield section


def _readable(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, dict | list) else str(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
