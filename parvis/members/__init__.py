"""Members: readers and accounts, how they come in, what they are told.

Nouns: Account, Member, Identity, SigningKey, Notice. Verbs: welcome, sign in, tell.
"""
