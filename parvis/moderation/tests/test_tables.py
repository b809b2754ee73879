"""The decision table: severe enough, never milder with more evidence."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.refusals import Refusal
from parvis.moderation.screens.evidence import CHECKS, Evidence
from parvis.moderation.tables import DEFAULT_TABLE, SEVERITY, Row, Table, Verdict, judge, parse_table

evidence = st.builds(Evidence, st.sampled_from(CHECKS), st.floats(0, 1), mend=st.booleans())
rows = st.builds(
    Row,
    st.sampled_from(CHECKS),
    st.floats(0, 1),
    st.sampled_from(get_args(Verdict)),
    st.booleans(),
    st.integers(0, 100),
)
tables = st.one_of(st.just(DEFAULT_TABLE), st.builds(Table, st.integers(0, 9), st.lists(rows, max_size=20).map(tuple)))


def outcome_of(*found: tuple[str, float]) -> str:
    return judge(DEFAULT_TABLE, [Evidence(check, certainty) for check, certainty in found]).outcome  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ((), "publish"),
        ((("closed", 1.0),), "refuse"),
        ((("banned_words", 1.0),), "refuse"),
        ((("banned_words", 0.7),), "hold"),
        ((("watched_words", 1.0),), "flag"),
        ((("newcomer", 1.0), ("watched_words", 1.0)), "hold"),
        ((("recent_refusals", 0.5),), "flag"),
        ((("shouting", 0.5),), "publish"),
        ((("language", 0.1),), "publish"),
    ],
)
def test_the_default_table_gives(found: tuple[tuple[str, float], ...], outcome: str) -> None:
    assert outcome_of(*found) == outcome


def test_nobody_is_refused_by_default_for_who_they_are() -> None:
    everything = [Evidence(check, 1.0) for check in ("newcomer", "premoderation", "recent_refusals", "newcomer_links")]
    assert judge(DEFAULT_TABLE, everything).outcome == "hold"


def test_reasons_name_the_severest_check_first() -> None:
    judged = judge(DEFAULT_TABLE, [Evidence("watched_words", 1.0), Evidence("newcomer", 1.0), Evidence("closed", 1.0)])
    assert judged.reasons == ("closed", "newcomer", "watched_words")


def test_only_what_the_author_can_mend_and_the_title_wants_told_is_advice() -> None:
    mendable = Evidence("personal_data", 1.0, mend=True)
    judged = judge(DEFAULT_TABLE, [mendable, Evidence("newcomer", 1.0), Evidence("watched_words", 1.0, mend=True)])
    assert judged.advice == (mendable,)


def test_risks_combine_as_if_independent() -> None:
    table = Table(1, (Row("newcomer", 0, "hold", risk=50), Row("shouting", 0, "flag", risk=50)))
    assert judge(table, [Evidence("newcomer", 1.0), Evidence("shouting", 1.0)]).risk == 75
    assert judge(table, [Evidence("newcomer", 0.5)]).risk == 25


@given(tables, st.lists(evidence, max_size=8), evidence)
def test_more_evidence_never_gives_a_milder_outcome(table: Table, found: list[Evidence], more: Evidence) -> None:
    less, worse = judge(table, found), judge(table, [*found, more])
    assert SEVERITY[worse.outcome] >= SEVERITY[less.outcome]
    assert worse.risk >= less.risk
    assert set(worse.reasons) >= set(less.reasons)


@given(tables, st.lists(evidence, max_size=8))
def test_the_order_of_evidence_does_not_change_the_outcome(table: Table, found: list[Evidence]) -> None:
    assert judge(table, found).outcome == judge(table, found[::-1]).outcome
    assert 0 <= judge(table, found).risk <= 100


@given(tables)
def test_a_table_is_kept_and_read_back(table: Table) -> None:
    assert parse_table(table.as_json()) == table
    assert parse_table(json.dumps(table.as_json())) == table


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"version": 1, "rows": [{"check": "closed", "at_least": 2, "outcome": "hold"}]}, "rows[0].at_least"),
        ({"version": 1, "rows": [{"check": "mood", "at_least": 1, "outcome": "hold"}]}, "rows[0].check"),
        ({"version": 1, "rows": [{"check": "closed", "at_least": 1, "outcome": "ban"}]}, "rows[0].outcome"),
        ({"version": 1, "rows": [{"check": "closed", "at_least": 1, "outcome": "hold", "risk": 101}]}, "rows[0].risk"),
        ({"version": 1, "rows": [{"check": "closed", "at_least": 1, "outcome": "hold", "why": ""}]}, "rows[0]"),
        ({"version": "1", "rows": []}, "version"),
        ({"rows": []}, ""),
        ("[]", ""),
        ("{not json", ""),
        (b"\xff", ""),
    ],
)
def test_a_bad_table_is_refused_with_the_path_of_the_field(raw: Any, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_table(raw)
    assert refused.value.status == 422
    assert refused.value.fields["path"] == path


@given(st.one_of(st.text(), st.binary(), st.dictionaries(st.text(), st.integers())))
def test_anything_else_than_a_table_is_a_refusal(raw: Any) -> None:
    with pytest.raises(Refusal):
        parse_table(raw)
