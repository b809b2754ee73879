"""Threads, posts and what people do with them; what imports left behind."""

from parvis.conversations.archived import ArchivedRef, AwaitedLink, ImportedArticle, ImportNote, ImportRun
from parvis.conversations.models.gestures import REACTIONS, Honour, Pin, Reaction, Selection
from parvis.conversations.models.posts import Post, PostQuerySet, Revision
from parvis.conversations.models.threads import Closure, Thread

__all__ = [
    "REACTIONS",
    "ArchivedRef",
    "AwaitedLink",
    "Closure",
    "Honour",
    "ImportNote",
    "ImportRun",
    "ImportedArticle",
    "Pin",
    "Post",
    "PostQuerySet",
    "Reaction",
    "Revision",
    "Selection",
    "Thread",
]
