"""What moderation knows of the things it judges, without knowing what they are.

The rooms above say how their own words are fetched and how a standing is given, in a Subject;
config/subjects.py lists them. So a decision and its effect are one transaction, and no import goes up.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from parvis.publishers.rights import nothing_here


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject stands, what it says now, and who wrote it."""

    group_id: int
    title_id: int
    section_id: int | None
    author_id: int
    words: str
    standing: str
    reach: int


class Subject(Protocol):
    """How one kind of moderated thing is found, and how its standing changes."""

    def locked(self, pk: int) -> Place | None:
        """Its place, its row locked until the end of the transaction; None when it does not exist."""

    def give_standing(self, pk: int, standing: str) -> None:
        """Writes the standing and all that follows from it (counters, versions) in the caller's transaction."""


def subject_of(name: str) -> tuple[Subject, int]:
    """The Subject and identifier behind a name such as `post:91`. Raises Refusal 404 for an unknown name."""
    kind, _, number = name.partition(":")
    dotted = import_string(settings.MODERATED_SUBJECTS).get(kind)
    if dotted is None or not number.isdigit():
        raise nothing_here()
    return import_string(dotted)(), int(number)


def locked_place(name: str) -> Place:
    """The locked place of a subject. Raises Refusal 404 when it does not exist."""
    subject, pk = subject_of(name)
    place = subject.locked(pk)
    if place is None:
        raise nothing_here()
    return place
