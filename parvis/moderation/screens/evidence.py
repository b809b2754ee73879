"""What a screen looks at, a draft and its surroundings, and what it leaves: evidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import msgspec

from parvis.language.words import WordMatcher

#: Every check a screen may leave evidence of; decision tables name them.
Check = Literal[
    "closed",
    "rate",
    "length",
    "banned_words",
    "watched_words",
    "banned_links",
    "many_links",
    "newcomer_links",
    "own_repeat",
    "thread_repeat",
    "personal_data",
    "shouting",
    "language",
    "recent_refusals",
    "newcomer",
    "premoderation",
]
CHECKS: tuple[Check, ...] = get_args(Check)


@dataclass(frozen=True, slots=True)
class AuthorHistory:
    """Who writes. Counts of posts; `recent_texts` are their own last posts, newest first."""

    member_id: int
    published_posts: int
    refused_recently: int
    decided_recently: int
    recent_texts: tuple[str, ...]
    posts_last_minute: int
    posts_last_hour: int
    is_staff: bool
    premoderated: bool
    #: Why this member is read beforehand: by, since, until (ISO dates), reason; those known.
    why_premoderated: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where they write. `mode` is when posts are read: before, after, or once signalled."""

    is_open: bool
    mode: Literal["pre", "post", "reactive"]
    recent_texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings in force there. Lengths in characters; no language listed accepts them all."""

    min_length: int
    max_length: int
    newcomer_posts: int
    posts_per_minute: int
    posts_per_hour: int
    links_per_post: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomainLists:
    """Domains in small letters, without www; each stands for its subdomains too."""

    allowed: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be recorded, and all a screen may know: no screen reads the database."""

    text: str
    html: str
    links: tuple[str, ...]
    language: str | None
    is_edit: bool
    author: AuthorHistory
    place: Place
    words: WordMatcher
    domains: DomainLists
    limits: Limits
    #: Whether it carries a picture that the desk wishes to see before readers.
    holds_picture: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check saw: how sure (0 to 1), where in the draft's text, and the figures behind.

    `mend` says the author can put it right themselves.
    """

    check: Check
    certainty: float
    spans: tuple[tuple[int, int], ...] = ()
    detail: dict[str, str | int | float] = field(default_factory=dict)
    mend: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept with the outcome."""
        return {
            "check": self.check,
            "certainty": round(self.certainty, 3),
            "spans": [list(span) for span in self.spans],
            "detail": self.detail,
            "mend": self.mend,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Evidence":
        """The evidence `as_json` kept; raises msgspec.ValidationError for anything else."""
        return msgspec.convert(kept, cls)


Screen = Callable[[Draft], Iterator[Evidence]]
