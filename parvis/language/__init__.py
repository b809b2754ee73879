"""Language: what a text is like, whoever wrote it.

Nouns: folded text, word match, personal data, tongue. Verbs: fold, find, guess, compare.
"""
