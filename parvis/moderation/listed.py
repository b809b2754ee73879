"""What a place looks for and how it judges, for the pages that show and change it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from parvis.language.words import WordMatcher
from parvis.moderation.models import DomainEntry, Screening, ScreeningTable, WordEntry
from parvis.moderation.screening import without_excepted
from parvis.moderation.screens.evidence import DomainLists, Evidence
from parvis.publishers.models import Group, Title


@dataclass(frozen=True, slots=True)
class ListKind:
    """One of the four lists: its model, the column of its entries, and the kind written in its rows."""

    model: Any
    column: str
    kind: str


#: The lists by the name their pages have.
LISTS: dict[str, ListKind] = {
    "banned-words": ListKind(WordEntry, "pattern", "banned"),
    "watched-words": ListKind(WordEntry, "pattern", "watched"),
    "excepted-words": ListKind(WordEntry, "pattern", "excepted"),
    "banned-domains": ListKind(DomainEntry, "domain", "banned"),
    "allowed-domains": ListKind(DomainEntry, "domain", "allowed"),
}


#: Lists that a title has and its group has not.
OF_A_TITLE = frozenset({"excepted-words"})


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a search found: in which list, and whether it is the title's own or the whole group's."""

    text: str
    list_name: str
    is_of_group: bool


def entries_of(name: str, *, group: Group, title: Title | None) -> list[str]:
    """The entries of one list of the group (title None), or of the title alone; in alphabetical order."""
    kind = LISTS[name]
    rows = kind.model.objects.filter(group=group, title=title, kind=kind.kind)
    return sorted(rows.values_list(kind.column, flat=True), key=str.casefold)


def entry_counts(*, group: Group, title: Title | None) -> dict[str, int]:
    """How many entries each list of that very place holds; two queries."""
    counted = dict.fromkeys(LISTS, 0)
    for model in (WordEntry, DomainEntry):
        rows = model.objects.filter(group=group, title=title).values_list("kind").annotate(entries=Count("pk"))
        by_kind = dict(rows)
        counted |= {name: by_kind.get(kind.kind, 0) for name, kind in LISTS.items() if kind.model is model}
    return counted


def search_entries(words: str, *, group: Group, title: Title | None, most: int = 50) -> list[Found]:
    """Entries holding these letters in the lists in force at a place (its own and the group's), at most `most` of each list."""
    found = []
    for name, kind in LISTS.items():
        rows = kind.model.objects.filter(Q(title__isnull=True) | Q(title=title), group=group, kind=kind.kind)
        rows = rows.filter(**{f"{kind.column}__icontains": words}).order_by(kind.column)
        found += [Found(text, name, of is None) for text, of in rows.values_list(kind.column, "title_id")[:most]]
    return found


def words_if(name: str, entries: Iterable[str], *, group: Group, title: Title | None) -> WordMatcher:
    """The matcher that would be in force at a place if the list `name` there held these entries; nothing is written."""
    kept = [(pattern, kind) for pattern, kind, is_edited in _in_force(name, WordEntry, group, title) if not is_edited]
    wished = [(entry, LISTS[name].kind) for entry in entries] if LISTS[name].model is WordEntry else []
    rows = [(number, pattern, kind) for number, (pattern, kind) in enumerate([*kept, *wished], start=1)]
    return WordMatcher.of(without_excepted(rows))


def domains_if(name: str, entries: Iterable[str], *, group: Group, title: Title | None) -> DomainLists:
    """The same for domains."""
    rows = [(domain, kind) for domain, kind, is_edited in _in_force(name, DomainEntry, group, title) if not is_edited]
    if LISTS[name].model is DomainEntry:
        rows += [(entry.strip().lower().removeprefix("www."), LISTS[name].kind) for entry in entries if entry.strip()]
    return DomainLists(
        allowed=frozenset(domain for domain, kind in rows if kind == "allowed"),
        banned=frozenset(domain for domain, kind in rows if kind == "banned"),
    )


def _in_force(name: str, model: Any, group: Group, title: Title | None) -> Iterable[tuple[str, str, bool]]:
    edited, column = LISTS[name], "pattern" if model is WordEntry else "domain"
    rows = model.objects.filter(Q(title__isnull=True) | Q(title=title), group=group).values_list(column, "kind", "title_id")
    here = title.pk if title else None
    return [(text, kind, model is edited.model and kind == edited.kind and of == here) for text, kind, of in rows]


def table_versions(title: Title, most: int = 30) -> list[ScreeningTable]:
    """The versions of the title's table, newest first, with who made each."""
    return list(ScreeningTable.objects.filter(title=title).select_related("made_by").order_by("-version")[:most])


def evidence_kept(subjects: Iterable[str]) -> dict[str, list[Evidence]]:
    """What the screens saw, the last time each of these subjects was screened; one query."""
    kept = Screening.objects.filter(subject__in=list(subjects)).order_by("pk").values_list("subject", "evidence")
    return {subject: [Evidence.of_json(one) for one in evidence] for subject, evidence in kept}
