"""Changing what the screens look for."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import TableChanged, WordListChanged
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.moderation.models import DomainEntry, ScreeningTable, WordEntry
from parvis.moderation.models.screening import DomainKind, WordKind
from parvis.moderation.tables import parse_table
from parvis.publishers.models import Group, Title
from parvis.publishers.rights import ensure_may, ensure_may_in_group

MOST_WORDS = 20_000
LONGEST_WORD = 100


@transaction.atomic
def set_words(*, group: Group, title: Title | None, kind: str, patterns: Iterable[str], account_id: int | None) -> int:
    """Makes these the banned (or watched) words of the group, or of one title; gives how many there are.

    Blank lines and repeats are dropped. `account_id` None is the operator of the machine. Raises Refusal
    when the account may not, 422 for a word too long or a list too large.
    """
    _ensure_may(account_id, group, title)
    wanted = {" ".join(pattern.split()) for pattern in patterns} - {""}
    _ensure_list(kind, WordKind.values, wanted)
    place = {"group": group, "title": title}
    WordEntry.objects.filter(**place, kind=kind).exclude(pattern__in=wanted).delete()
    WordEntry.objects.filter(**place, pattern__in=wanted).exclude(kind=kind).update(kind=kind)
    rows = [WordEntry(**place, pattern=p, kind=kind, added_at=clock.now(), added_by_id=account_id) for p in sorted(wanted)]
    WordEntry.objects.bulk_create(rows, ignore_conflicts=True)
    record(WordListChanged(group_id=group.pk, title_id=title.pk if title else None, account_id=account_id, count=len(wanted)))
    forget()
    return len(wanted)


@transaction.atomic
def set_domains(*, group: Group, title: Title | None, kind: str, domains: Iterable[str], account_id: int | None) -> int:
    """Makes these the allowed (or banned) domains; the same rules as for words."""
    _ensure_may(account_id, group, title)
    wanted = {domain.strip().lower().removeprefix("www.") for domain in domains} - {""}
    _ensure_list(kind, DomainKind.values, wanted)
    place = {"group": group, "title": title}
    DomainEntry.objects.filter(**place, kind=kind).exclude(domain__in=wanted).delete()
    DomainEntry.objects.filter(**place, domain__in=wanted).exclude(kind=kind).update(kind=kind)
    DomainEntry.objects.bulk_create([DomainEntry(**place, domain=d, kind=kind) for d in sorted(wanted)], ignore_conflicts=True)
    forget()
    return len(wanted)


@transaction.atomic
def set_table(*, title: Title, rows: list[Any], account_id: int | None) -> ScreeningTable:
    """A new version of the title's decision table. Raises Refusal 422 saying which row is wrong and why."""
    _ensure_may(account_id, title.group, title)
    last = ScreeningTable.objects.select_for_update().filter(title=title).order_by("-version").first()
    version = last.version + 1 if last else 2  # version 1 is the house's own table
    table = parse_table({"version": version, "rows": rows})
    row = ScreeningTable.objects.create(
        title=title, version=version, rows=msgspec.to_builtins(table.rows), made_at=clock.now(), made_by_id=account_id
    )
    record(TableChanged(group_id=title.group_id, title_id=title.pk, account_id=account_id, version=version))
    forget()
    return row


def _ensure_may(account_id: int | None, group: Group, title: Title | None) -> None:
    if account_id is None:
        return
    if title is None:
        ensure_may_in_group(account_id, "configure", group=group)
    else:
        ensure_may(account_id, "configure", title=title)


def _ensure_list(kind: str, kinds: list[str], wanted: set[str]) -> None:
    if kind not in kinds:
        raise Refusal("unknown_list", 422, _("This list does not exist."))
    if len(wanted) > MOST_WORDS:
        raise Refusal("list_too_large", 422, _("A list holds at most %(most)s entries.") % {"most": MOST_WORDS})
    too_long = next((entry for entry in wanted if len(entry) > LONGEST_WORD), None)
    if too_long:
        words = _("“%(entry)s…” is longer than %(most)s characters.") % {"entry": too_long[:30], "most": LONGEST_WORD}
        raise Refusal("entry_too_long", 422, words)
