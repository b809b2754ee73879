"""Publishers: who publishes what, and who works where.

Nouns: Group, Title, Site, Section, Article, Policy, Seat, Invitation.
Verbs: open a title, allow an origin, find an article, give a seat.
"""
