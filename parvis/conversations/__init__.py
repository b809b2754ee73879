"""Conversations: spaces, threads, posts and reactions.

Nouns: Space, Thread, Post, Revision, Reaction, Pin, Selection, Closure.
Verbs: open, publish, edit, withdraw, react, pin, select, close.
"""
