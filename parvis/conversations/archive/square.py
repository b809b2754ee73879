"""Gives each space and each thread of its own of an archive its place here."""

from collections.abc import Sequence
from typing import Any

from parvis.conversations.acts.indexing import index_headlines
from parvis.conversations.acts.spaces import open_space
from parvis.conversations.archive.records import ArchivedSpace, ArchivedThread, Place, Repaired, Untaken
from parvis.conversations.archive.runs import note
from parvis.conversations.archived import ImportedArticle, ImportRun
from parvis.conversations.models import Closure, Space, Thread, ThreadPin
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title


def place_spaces(run: ImportRun, title: Title, spaces: Sequence[tuple[Place, ArchivedSpace]]) -> int:
    """Opens each space the title has not, in the caller's transaction; returns how many. Those it has stay as they are."""
    known = set(Space.objects.of(title).values_list("key", flat=True)) if spaces else set()
    fresh = {space.key: (place, space) for place, space in reversed(spaces) if space.key not in known}
    return sum(_opened(run, title, place, space) for place, space in reversed(fresh.values()))


def _opened(run: ImportRun, title: Title, place: Place, space: ArchivedSpace) -> bool:
    given: dict[str, Any] = {"description": space.description, "hue": space.hue, "icon": space.icon, "opens": space.opens}
    owner = None if space.shared else title
    try:
        made = open_space(group=title.group, title=owner, key=space.key, name=space.name, **given)
    except Refusal as refusal:
        note(run, [Untaken(where=place, kind="space", ref=space.key, reason="bad_space", detail=refusal.message)])
        return False
    if space.archived_at:
        Space.objects.filter(pk=made.pk).update(archived_at=space.archived_at)
    return True


def place_threads(run: ImportRun, title: Title, threads: Sequence[tuple[Place, ArchivedThread]]) -> int:
    """Makes each thread not yet placed under its ref, in the caller's transaction; returns how many.

    Nobody sees it before the run is settled: its first post says whether it is shown.
    """
    known = set(
        ImportedArticle.objects.filter(title=title, ref__in=[one.ref for _place, one in threads]).values_list("ref", flat=True)
    )
    fresh = {one.ref: (place, one) for place, one in reversed(threads) if one.ref not in known}
    if not fresh:
        return 0
    spaces = {space.key: space for space in Space.objects.of(title)}
    note(run, [
        Repaired(where=place, kind="thread", ref=one.ref, reason="no_space", detail=one.space)
        for place, one in fresh.values() if one.space and one.space not in spaces
    ])  # fmt: skip
    placed = [(one, _thread(title, one, spaces.get(one.space))) for _place, one in reversed(fresh.values())]
    Thread.objects.bulk_create(thread for _one, thread in placed)
    index_headlines(title, [(thread.pk, thread.heading, "") for _one, thread in placed])
    ImportedArticle.objects.bulk_create(
        ImportedArticle(title=title, ref=one.ref, thread=thread, first=one.first) for one, thread in placed
    )
    now = clock.now()
    Closure.objects.bulk_create(Closure(thread=thread, at=now) for one, thread in placed if one.closed)
    ThreadPin.objects.bulk_create(ThreadPin(thread=thread, at=one.pinned_at) for one, thread in placed if one.pinned_at)
    return len(placed)


def _thread(title: Title, one: ArchivedThread, space: Space | None) -> Thread:
    return Thread(title=title, space=space, heading=one.heading[:160], opened_at=one.opened_at, is_shown=False)
