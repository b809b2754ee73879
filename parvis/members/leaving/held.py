"""How what is held of a member is told to them, and what becomes of it when they are erased."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.db.models import Manager, Model
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from parvis.members.models import Member

#: deleted with the member; untied (the row stays, of nobody); kept (of “Deleted account”); told elsewhere by its room.
Fate = Literal["deleted", "untied", "kept"]


@dataclass(frozen=True, slots=True)
class Held:
    """What one column pointing to a member holds: what the member is told of it, in which fields, and its fate at erasure.

    No name: there is nothing to tell (`why` says so).
    """

    fate: Fate
    name: Promise | str = ""
    fields: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the copy: its key in JSON, its name, and its rows of plain values, one at a time."""

    key: str
    name: str
    rows: Iterator[dict[str, Any]]


def held() -> dict[str, Held]:
    """What the house holds, by `app.Model.field` (config/personal.py)."""
    found: dict[str, Held] = import_string(settings.PERSONAL_DATA)
    return found


def erasers() -> list[Callable[..., None]]:
    """What rooms do beyond the table, each `(member=…, keeps_words=…)`; safe to call twice (config/personal.py)."""
    return [import_string(name) for name in import_string(settings.PERSONAL_ERASERS)]


def rows_of(place: str) -> tuple[Manager[Model], str]:
    """The manager and the column of `app.Model.field`."""
    label, _dot, column = place.rpartition(".")
    return apps.get_model(label)._default_manager, column


def sections_of(member: Member) -> Iterator[Section]:
    """Everything held of the member, in the table's order, read as it is asked for."""
    for place, one in held().items():
        if one.name:
            manager, column = rows_of(place)
            rows = manager.filter(**{column: member.pk}).order_by("pk").values(*one.fields).iterator(chunk_size=500)
            yield Section(place.rpartition(".")[0].lower(), str(one.name), rows)


def settle(member: Member) -> None:
    """Deletes or unties what the table says to, in the caller's transaction; safe to do twice."""
    for place, one in held().items():
        manager, column = rows_of(place)
        if one.fate == "deleted":
            manager.filter(**{column: member.pk}).delete()
        elif one.fate == "untied":
            manager.filter(**{column: member.pk}).update(**{column: None})
