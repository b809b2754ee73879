"""The journal: everything that happens, said once, in the transaction that made it true.

Nouns: Fact, Delivery. Verbs: record, deliver.
"""
