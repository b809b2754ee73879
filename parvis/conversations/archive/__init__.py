"""Archives: what other systems kept of a title's discussions, and what Parvis gives back.

Nouns: archive, record, place (where a record stands in its file), untaken record, repaired record, source.
Verbs: detect, read, move (an address to today's), load, dump. Nothing is lost silently: what cannot be taken is named.
"""
