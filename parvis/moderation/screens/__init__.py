"""Screening: every cheap check runs on a draft and leaves evidence; no check decides.

Nouns: Draft, Evidence, Screen. Verb: screen. The decision belongs to the title's table.
"""

from dataclasses import dataclass
from time import perf_counter_ns

from parvis.moderation.screens.closed import notice_a_closed_place
from parvis.moderation.screens.evidence import (
    CHECKS,
    AuthorHistory,
    Check,
    DomainLists,
    Draft,
    Evidence,
    Limits,
    Place,
    Screen,
)
from parvis.moderation.screens.language import notice_another_language
from parvis.moderation.screens.length import notice_the_length
from parvis.moderation.screens.links import notice_links
from parvis.moderation.screens.newcomer import notice_a_newcomer
from parvis.moderation.screens.personal_data import notice_personal_data
from parvis.moderation.screens.premoderation import notice_premoderation
from parvis.moderation.screens.rate import notice_the_rate
from parvis.moderation.screens.refusals import notice_recent_refusals
from parvis.moderation.screens.repeats import notice_repeats
from parvis.moderation.screens.shouting import notice_shouting
from parvis.moderation.screens.words import notice_listed_words

SCREENS: tuple[Screen, ...] = (
    # Can anything be said here, now, at this pace and this length?
    notice_a_closed_place,
    notice_the_rate,
    notice_the_length,
    # Is it something the title decided not to print? Words first, then where it leads.
    notice_listed_words,
    notice_links,
    # Was it said already, by the same person or in the same thread?
    notice_repeats,
    # Would the author regret it? What is private, what is shouted, what few here can read.
    notice_personal_data,
    notice_shouting,
    notice_another_language,
    # Who says it: never a reason to refuse, only to read before printing.
    notice_recent_refusals,
    notice_a_newcomer,
    notice_premoderation,
)


@dataclass(frozen=True, slots=True)
class Screened:
    """All the evidence, in the order of `SCREENS`, and what gathering it cost."""

    evidence: tuple[Evidence, ...]
    microseconds: int


def screen(draft: Draft) -> Screened:
    """Run every screen on `draft`; nothing stops at the first evidence, nothing is read or written."""
    began = perf_counter_ns()
    evidence = tuple(piece for look in SCREENS for piece in look(draft))
    return Screened(evidence, (perf_counter_ns() - began) // 1_000)


__all__ = [
    "CHECKS",
    "SCREENS",
    "AuthorHistory",
    "Check",
    "DomainLists",
    "Draft",
    "Evidence",
    "Limits",
    "Place",
    "Screen",
    "Screened",
    "screen",
]
