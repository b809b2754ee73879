"""Moderation: the charter and its life.

Nouns: Charter, Rule, Screening, Case, Decision, Signal, StandingChange.
Verbs: screen, open a case, claim, decide, undo, signal.
"""
