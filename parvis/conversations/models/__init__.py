"""Spaces, threads, posts and what people do with them; what imports left behind."""

from parvis.conversations.archived import ArchivedRef, AwaitedLink, ImportedArticle, ImportNote, ImportRun
from parvis.conversations.models.arrangements import Arrangement, ArrangementKind, MovedBranch, Summons
from parvis.conversations.models.following import Following, Mention, Mute, Visit
from parvis.conversations.models.gestures import REACTIONS, Honour, Pin, Reaction, Selection
from parvis.conversations.models.joining import ThreadJoin
from parvis.conversations.models.limits import SpacePolicy, Speaker, ThreadPolicy
from parvis.conversations.models.notes import HostNote, NoteKind
from parvis.conversations.models.pictures import Picture
from parvis.conversations.models.posts import Post, PostQuerySet, Revision, ToWeigh
from parvis.conversations.models.profiles import Profile
from parvis.conversations.models.searching import HeadlineEntry, SearchEntry
from parvis.conversations.models.spaces import HUES, ICONS, FormerKey, Opener, Space
from parvis.conversations.models.threads import Closure, ClosureCause, Thread, ThreadPin, ThreadQuerySet

__all__ = [
    "HUES",
    "ICONS",
    "REACTIONS",
    "ArchivedRef",
    "Arrangement",
    "ArrangementKind",
    "AwaitedLink",
    "Closure",
    "ClosureCause",
    "Following",
    "FormerKey",
    "HeadlineEntry",
    "Honour",
    "HostNote",
    "ImportNote",
    "ImportRun",
    "ImportedArticle",
    "Mention",
    "MovedBranch",
    "Mute",
    "NoteKind",
    "Opener",
    "Picture",
    "Pin",
    "Post",
    "PostQuerySet",
    "Profile",
    "Reaction",
    "Revision",
    "SearchEntry",
    "Selection",
    "Space",
    "SpacePolicy",
    "Speaker",
    "Summons",
    "Thread",
    "ThreadJoin",
    "ThreadPin",
    "ThreadPolicy",
    "ThreadQuerySet",
    "ToWeigh",
    "Visit",
]
