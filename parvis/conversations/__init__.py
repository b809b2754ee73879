"""Conversations: threads, posts and reactions.

Nouns: Thread, Post, Revision, Reaction, Pin, Selection, Closure.
Verbs: publish, edit, withdraw, react, pin, select, close.
"""
