"""From a draft to an outcome: the title's words, domains and table, all screens, one judgement."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from parvis.kit import clock
from parvis.kit.remembered import remembered
from parvis.language.words import WordMatcher
from parvis.moderation.models import DomainEntry, Screening, ScreeningTable, WordEntry
from parvis.moderation.screens import screen
from parvis.moderation.screens.evidence import DomainLists, Draft, Evidence
from parvis.moderation.tables import DEFAULT_TABLE, Table, judge, parse_table


@dataclass(frozen=True, slots=True)
class Judged:
    """What the screens found and what the table made of it."""

    outcome: str
    risk: int
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    advice: tuple[Evidence, ...]
    table_version: int
    microseconds: int

    def evidence_as_data(self) -> list[dict[str, Any]]:
        """The evidence as plain values, for rows and pages."""
        return [asdict(one) for one in self.evidence]


def judge_draft(*, draft: Draft, title_id: int) -> Judged:
    """Runs every screen on the draft, then the title's table. No query; no network."""
    table = table_in_force(title_id)
    screened = screen(draft)
    outcome = judge(table, screened.evidence)
    return Judged(
        outcome=outcome.outcome,
        risk=outcome.risk,
        reasons=outcome.reasons,
        evidence=screened.evidence,
        advice=outcome.advice,
        table_version=table.version,
        microseconds=screened.microseconds,
    )


def words_in_force(*, group_id: int, title_id: int) -> WordMatcher:
    """The matcher of the group's and the title's lists; rebuilt when a list has changed."""
    key = (group_id, title_id)
    return remembered("words", key, lambda: _words(*key))


# The last matcher of each place with the stamp of the lists it was built from: building thousands of words takes a while.
_built: dict[tuple[int, int], tuple[list[tuple[int, str, str]], WordMatcher]] = {}


def _words(group_id: int, title_id: int) -> WordMatcher:
    rows = without_excepted(_of_place(WordEntry, group_id, title_id).order_by("pk").values_list("pk", "pattern", "kind"))
    known = _built.get((group_id, title_id))
    if known is None or known[0] != rows:
        known = (rows, WordMatcher.of(rows))
        _built[group_id, title_id] = known
    return known[1]


def without_excepted(rows: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Of (number, pattern, kind), those that no exception of the title names; the exceptions themselves are left out."""
    listed = list(rows)
    excepted = {pattern.casefold() for _number, pattern, kind in listed if kind == "excepted"}
    return [row for row in listed if row[2] != "excepted" and row[1].casefold() not in excepted]


def domains_in_force(*, group_id: int, title_id: int) -> DomainLists:
    """The group's and the title's domains."""
    return remembered("domains", (group_id, title_id), lambda: _domains(group_id, title_id))


def _domains(group_id: int, title_id: int) -> DomainLists:
    rows = list(_of_place(DomainEntry, group_id, title_id).values_list("domain", "kind"))
    allowed = frozenset(domain for domain, kind in rows if kind == "allowed")
    return DomainLists(allowed=allowed, banned=frozenset(domain for domain, kind in rows if kind == "banned"))


def _of_place(model: Any, group_id: int, title_id: int) -> Any:
    return model.objects.filter(Q(title__isnull=True) | Q(title_id=title_id), group_id=group_id)


def table_in_force(title_id: int) -> Table:
    """The newest table of the title, else the house's."""
    return remembered("table", title_id, lambda: _table(title_id))


def _table(title_id: int) -> Table:
    newest = ScreeningTable.objects.filter(title_id=title_id).order_by("-version").first()
    return parse_table({"version": newest.version, "rows": newest.rows}) if newest else DEFAULT_TABLE


def keep_screening(*, subject: str, judged: Judged) -> Screening:
    """Keeps the evidence and the outcome, with the version of the table, in the caller's transaction."""
    return Screening.objects.create(
        subject=subject,
        outcome=judged.outcome,
        risk=judged.risk,
        table_version=judged.table_version,
        evidence=judged.evidence_as_data(),
        microseconds=judged.microseconds,
        at=clock.now(),
    )
