"""The kit: what every room may use and that knows nothing of news.

Nouns: Refusal, clock, cursor, address, markup. Verbs: refuse, render, fetch, page.
"""
