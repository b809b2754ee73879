"""The verbs of moderation: the only code that writes this room's tables (with screening.keep_screening)."""

from parvis.moderation.acts.cases import (
    add_note,
    claim_case,
    claim_next,
    close_case_of,
    open_case,
    open_case_by_hand,
    rehouse_cases,
    release_case,
    release_others,
    snooze_case,
)
from parvis.moderation.acts.charters import adopt_starter_charter, take_rule_out, write_rule
from parvis.moderation.acts.decisions import decide, undo_decision
from parvis.moderation.acts.lists import set_domains, set_table, set_words
from parvis.moderation.acts.notes import change_member_note, drop_member_note, write_member_note
from parvis.moderation.acts.reasons import drop_reason, keep_reason
from parvis.moderation.acts.signals import signal_subject
from parvis.moderation.acts.standing import note_standing

__all__ = [
    "add_note",
    "adopt_starter_charter",
    "change_member_note",
    "claim_case",
    "claim_next",
    "close_case_of",
    "decide",
    "drop_member_note",
    "drop_reason",
    "keep_reason",
    "note_standing",
    "open_case",
    "open_case_by_hand",
    "rehouse_cases",
    "release_case",
    "release_others",
    "set_domains",
    "set_table",
    "set_words",
    "signal_subject",
    "snooze_case",
    "take_rule_out",
    "undo_decision",
    "write_member_note",
    "write_rule",
]
