"""The decision table of a title: what its screens' evidence leads to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Annotated, Any, Final, Literal

import msgspec
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.moderation.screens.evidence import Check, Evidence
from parvis.moderation.screens.sentences import advise, explain

__all__ = ["DEFAULT_TABLE", "Outcome", "Row", "Table", "Verdict", "advise", "explain", "judge", "parse_table"]

Verdict = Literal["publish", "flag", "hold", "refuse"]

#: From the mildest to the most severe.
SEVERITY: Final[dict[Verdict, int]] = {"publish": 0, "flag": 1, "hold": 2, "refuse": 3}


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence of `check` at a certainty of `at_least` leads to `outcome`.

    `advise` tells the author what to mend before the post is recorded; `risk` (0 to 100)
    orders the queue.
    """

    check: Check
    at_least: Annotated[float, msgspec.Meta(ge=0, le=1)]
    outcome: Verdict
    advise: bool = False
    risk: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version of a title's rows; their order is for people, the most severe one decides."""

    version: Annotated[int, msgspec.Meta(ge=0)]
    rows: Annotated[tuple[Row, ...], msgspec.Meta(max_length=200)]

    def as_json(self) -> dict[str, Any]:
        """Plain values that `parse_table` reads back."""
        kept: dict[str, Any] = msgspec.to_builtins(self)
        return kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the table says: the verdict, the risk (0 to 100), the checks behind, the severest first,
    and the evidence to show to the author so that they mend their text."""

    outcome: Verdict
    risk: int
    reasons: tuple[Check, ...]
    advice: tuple[Evidence, ...]


DEFAULT_TABLE: Final = Table(
    version=0,
    rows=(
        # What cannot be posted at all.
        Row("closed", 1.0, "refuse"),
        Row("rate", 1.0, "refuse", advise=True),
        Row("length", 1.0, "refuse", advise=True),
        # Plain banned words go back to their author; a look-alike is for people to judge.
        Row("banned_words", 0.9, "refuse", advise=True, risk=80),
        Row("banned_words", 0.5, "hold", risk=70),
        Row("watched_words", 0.5, "flag", risk=35),
        Row("banned_links", 1.0, "refuse", advise=True, risk=80),
        Row("many_links", 1.0, "hold", advise=True, risk=45),
        Row("newcomer_links", 1.0, "hold", risk=40),
        # Said twice is a slip, or a campaign.
        Row("own_repeat", 0.98, "refuse", advise=True, risk=50),
        Row("own_repeat", 0.85, "hold", advise=True, risk=40),
        Row("thread_repeat", 0.95, "hold", advise=True, risk=50),
        Row("thread_repeat", 0.85, "flag", risk=25),
        # What its author may regret.
        Row("personal_data", 0.9, "hold", advise=True, risk=45),
        Row("shouting", 0.7, "flag", advise=True, risk=15),
        Row("shouting", 0.5, "publish", advise=True, risk=5),
        Row("language", 0.9, "hold", advise=True, risk=15),
        Row("language", 0.5, "flag", risk=5),
        # Who says it: to be read first, never refused for that.
        Row("recent_refusals", 0.6, "hold", risk=40),
        Row("recent_refusals", 0.4, "flag", risk=25),
        Row("newcomer", 1.0, "hold", risk=10),
        Row("premoderation", 1.0, "hold", risk=5),
    ),
)


def parse_table(raw: str | bytes | dict[str, Any]) -> Table:
    """The table written in JSON or plain values; raises Refusal 422 with the path of the bad field."""
    try:
        if isinstance(raw, dict):
            return msgspec.convert(raw, Table)
        return msgspec.json.decode(raw, type=Table)
    except msgspec.ValidationError as fault:
        path = _path(str(fault))
        message = _("The decision table is not valid at “%(path)s”.") % {"path": path}
        raise Refusal("bad_table", 422, message, path=path, fault=str(fault)) from fault
    except (msgspec.DecodeError, UnicodeError) as fault:
        raise Refusal("bad_table", 422, _("The decision table is not JSON."), path="", fault=str(fault)) from fault


def judge(table: Table, evidence: Iterable[Evidence]) -> Outcome:
    """The most severe of all the rows that match; more evidence never gives a milder outcome.

    The risk is 1 - Π(1 - risk × certainty), each piece of evidence at its riskiest row, as if
    they were independent.
    """
    matched = [(piece, rows) for piece in evidence if (rows := _matching(table, piece))]
    spared = prod(1 - max(row.risk for row in rows) / 100 * min(1.0, piece.certainty) for piece, rows in matched)
    matched.sort(key=lambda pair: -SEVERITY[_severest(pair[1])])
    return Outcome(
        outcome=_severest(matched[0][1]) if matched else "publish",
        risk=round(100 * (1 - spared)),
        reasons=tuple(dict.fromkeys(piece.check for piece, _rows in matched)),
        advice=tuple(piece for piece, rows in matched if piece.mend and any(row.advise for row in rows)),
    )


def _matching(table: Table, evidence: Evidence) -> list[Row]:
    return [row for row in table.rows if row.check == evidence.check and evidence.certainty >= row.at_least]


def _severest(rows: list[Row]) -> Verdict:
    return max(rows, key=lambda row: SEVERITY[row.outcome]).outcome


def _path(fault: str) -> str:
    """The place a validation fault names, such as rows[3].at_least; empty for the whole table."""
    named = re.search(r"`\$\.?([^`]*)`", fault)
    return named[1] if named else ""
