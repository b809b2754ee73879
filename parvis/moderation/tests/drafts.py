"""Drafts for the tests of screens: a calm post by a known member, changed where a test says so."""

from dataclasses import replace
from typing import Any

from parvis.language.words import WordEntry, WordMatcher
from parvis.moderation.screens import AuthorHistory, DomainLists, Draft, Evidence, Limits, Place, screen

CALM = "Je ne suis pas de cet avis : la mairie a bien consulté les riverains au printemps."

AUTHOR = AuthorHistory(
    member_id=1,
    published_posts=40,
    refused_recently=0,
    decided_recently=0,
    recent_texts=(),
    posts_last_minute=0,
    posts_last_hour=0,
    is_staff=False,
    premoderated=False,
)
PLACE = Place(is_open=True, mode="post", recent_texts=())
LIMITS = Limits(
    min_length=2,
    max_length=3000,
    newcomer_posts=3,
    posts_per_minute=3,
    posts_per_hour=30,
    links_per_post=2,
    languages=("fr", "en"),
)
WORDS = WordMatcher.of([WordEntry(1, "connard", "banned"), WordEntry(2, "con", "banned"), WordEntry(3, "mouton*", "watched")])
DOMAINS = DomainLists(allowed=frozenset({"exemple.fr"}), banned=frozenset({"spam.test"}))


def draft(text: str = CALM, *, links: tuple[str, ...] = (), language: str | None = "fr", **changes: Any) -> Draft:
    """A draft; other keywords change a field of the author, the place or the limits."""
    is_edit = changes.pop("is_edit", False)
    author = {name: changes.pop(name) for name in list(changes) if hasattr(AUTHOR, name)}
    place = {name.removeprefix("thread_"): changes.pop(name) for name in list(changes) if name.startswith("thread_")}
    place |= {name: changes.pop(name) for name in list(changes) if hasattr(PLACE, name)}
    return Draft(
        text=text,
        html=f"<p>{text}</p>",
        links=links,
        language=language,
        is_edit=is_edit,
        author=replace(AUTHOR, **author),
        place=replace(PLACE, **place),
        words=WORDS,
        domains=DOMAINS,
        limits=replace(LIMITS, **changes),
    )


def seen(*arguments: Any, **changes: Any) -> dict[str, Evidence]:
    """The evidence every screen leaves on such a draft, by check."""
    return {piece.check: piece for piece in screen(draft(*arguments, **changes)).evidence}
