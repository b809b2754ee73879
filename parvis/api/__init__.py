"""Machines: the public API, its keys and its document.

Nouns: ApiKey. Verbs: make a key, retire it.
"""
