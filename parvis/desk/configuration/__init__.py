"""The desk's settings: policies, words, the decision table, the team, sites and keys, the charter.

Nouns: Place (a title, or its whole group). Every page fetches its place through the right, so that a seat at one
title never sees another.
"""
