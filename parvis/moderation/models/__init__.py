"""The nouns of moderation."""

from parvis.moderation.models.cases import Case, CaseNote, Decision, Signal, Verdict
from parvis.moderation.models.charters import Charter, Rule
from parvis.moderation.models.notes import MemberNote, MemberNoteRevision
from parvis.moderation.models.reasons import CannedReason
from parvis.moderation.models.screening import DomainEntry, ScreeningTable, WordEntry
from parvis.moderation.models.standing import Moderated, Screening, Standing, StandingChange

__all__ = [
    "CannedReason",
    "Case",
    "CaseNote",
    "Charter",
    "Decision",
    "DomainEntry",
    "MemberNote",
    "MemberNoteRevision",
    "Moderated",
    "Rule",
    "Screening",
    "ScreeningTable",
    "Signal",
    "Standing",
    "StandingChange",
    "Verdict",
    "WordEntry",
]
