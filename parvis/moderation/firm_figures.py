"""What an outside firm does: how much, how fast, how often the newsroom thinks otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Figures:
    """Decisions since a moment; `minutes` is the median from the opening of a case to its decision, None without any.

    `overturned` counts those that the newsroom, later, decided otherwise.
    """

    decisions: int = 0
    minutes: float | None = None
    overturned: int = 0

    @property
    def share(self) -> float | None:
        """The part overturned, from 0 to 100; None without decisions."""
        return 100 * self.overturned / self.decisions if self.decisions else None


def figures_of(firm_id: int, since: datetime) -> Figures:
    """A firm's figures since then; one query."""
    return next(iter(_asked("", firm_id, since).values()), Figures())


def figures_by_person(firm_id: int, since: datetime) -> dict[int, Figures]:
    """A firm's figures by account; one query."""
    return _asked("d.account_id", firm_id, since)


def figures_by_title(firm_id: int, since: datetime, account_id: int | None = None) -> dict[int, Figures]:
    """A firm's figures, or those of one of its people, by title; one query."""
    return _asked("d.title_id", firm_id, since, account_id)


def _asked(by: str, firm_id: int, since: datetime, account_id: int | None = None) -> dict[Any, Figures]:
    grouped = f"GROUP BY {by}" if by else "HAVING count(*) > 0"
    asked = _FIGURES.format(by=by or "0", grouped=grouped)
    with connection.cursor() as cursor:
        cursor.execute(asked, {"firm": firm_id, "since": since, "account": account_id})
        return {key: Figures(count, minutes, overturned) for key, count, minutes, overturned in cursor.fetchall()}


# A decision is the firm's when whoever took it had a seat of the firm at that title at that moment; one undone is nobody's.
_FIGURES = """
SELECT {by}, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - c.opened_at) / 60)::float,
    count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM moderation_decision later
        WHERE later.subject = d.subject AND later.id > d.id AND later.undone_at IS NULL AND later.after <> d.after
            AND NOT EXISTS (
                SELECT 1 FROM publishers_seat own WHERE own.firm_id = %(firm)s AND own.account_id = later.account_id
                    AND own.given_at <= later.decided_at AND (own.ended_at IS NULL OR own.ended_at >= later.decided_at))))
FROM moderation_decision d JOIN moderation_case c ON c.id = d.case_id
WHERE d.decided_at >= %(since)s AND d.undone_at IS NULL AND (%(account)s::bigint IS NULL OR d.account_id = %(account)s)
    AND EXISTS (
        SELECT 1 FROM publishers_seat s WHERE s.firm_id = %(firm)s AND s.account_id = d.account_id AND s.title_id = d.title_id
            AND s.given_at <= d.decided_at AND (s.ended_at IS NULL OR s.ended_at >= d.decided_at))
{grouped}
"""
