"""Reading what was written for the demo: the house, its readers, its stories and their conversations."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).parent / "content"
STAFF = "staff:"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a title."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """A title to be opened; `rhythm` is daily or weekly."""

    key: str
    name: str
    motto: str
    rhythm: str
    founded: int
    accent: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works there; `at` is the key of a title, or of the group."""

    key: str
    name: str
    role: str
    at: str
    mail: str


@dataclass(frozen=True, slots=True)
class HousePlan:
    """The press group."""

    key: str
    name: str
    titles: tuple[TitlePlan, ...]
    people: tuple[Person, ...]

    def person(self, key: str) -> Person:
        """The person of that key."""
        return next(one for one in self.people if one.key == key)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: `since` in days, `active` from 0 to 10, `trouble` when sanctioned before."""

    key: str
    name: str
    temperament: str
    since: int
    active: int
    subscriber: bool
    habits: tuple[str, ...]
    about: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A post as written: by whom, `at` so many minutes after the article, in answer to `on`.

    `fate` is what became of it (`open`, `cleared`, `withdrawn`, `removed:3`, `refused:6`, `hidden:10`; empty: published),
    `signals` the reasons of those who reported it, `liked` how many members reacted, `edit` what its author added at once.
    """

    id: str
    by: str
    at: int
    text: str
    on: str = ""
    fate: str = ""
    signals: tuple[str, ...] = ()
    liked: int = 0
    pin: bool = False
    select: bool = False
    edit: str = ""

    @property
    def end(self) -> str:
        """What became of it, without the rule."""
        return self.fate.partition(":")[0]

    @property
    def rule(self) -> int | None:
        """The rule of the charter cited against it."""
        number = self.fate.partition(":")[2]
        return int(number) if number else None


@dataclass(frozen=True, slots=True)
class Story:
    """An article, its conversation, and what readers say of its `topic` in generated posts."""

    title: str
    slug: str
    section: str
    headline: str
    summary: str
    byline: str
    hours_ago: int
    body: str
    topic: str
    says: tuple[str, ...]
    lived: tuple[str, ...]
    asks: tuple[str, ...]
    posts: tuple[Line, ...] = field(default=())
    note: str = ""
    closed: str = ""

    @property
    def paragraphs(self) -> list[str]:
        """The body, paragraph by paragraph."""
        return [part.strip() for part in self.body.strip().split("\n\n")]

    @property
    def path(self) -> str:
        """Where the demo serves it."""
        return f"/demo/{self.title}/{self.slug}/"


@lru_cache(maxsize=1)
def house_plan() -> HousePlan:
    """The group, its titles and its people."""
    raw = read_content("house.toml")
    return msgspec.convert(raw["group"] | {"titles": raw["title"], "people": raw["staff"]["people"]}, HousePlan)


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """The sixty readers."""
    return msgspec.convert(read_content("members.toml")["member"], tuple[Reader, ...])


@lru_cache(maxsize=1)
def stories() -> tuple[Story, ...]:
    """The forty stories, the newest first."""
    found = [_story(path) for plan in house_plan().titles for path in sorted((FOLDER / plan.key).glob("*.toml"))]
    return tuple(sorted(found, key=lambda story: (story.hours_ago, story.slug)))


def story_of(title: str, slug: str) -> Story | None:
    """The story served at that place, if there is one."""
    return next((one for one in stories() if (one.title, one.slug) == (title, slug)), None)


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    """The small grammar of generated posts, and the desk's reasons by rule."""
    return read_content("phrases.toml")


@lru_cache(maxsize=1)
def desk() -> dict[str, list[dict[str, Any]]]:
    """Notes between colleagues, and cases put aside."""
    return read_content("desk.toml")


@lru_cache(maxsize=1)
def motifs() -> dict[str, dict[str, str]]:
    """What stands on the horizon of the drawings, by section."""
    return read_content("motifs.toml")


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """The lists of words and domains."""
    return read_content("words.toml")


def _story(path: Path) -> Story:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(raw | {"title": path.parent.name, "slug": path.stem}, Story)


def read_content(name: str) -> dict[str, Any]:
    """One file of the demo's content."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
