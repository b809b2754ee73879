"""The demo's squares: spaces, the discussions readers open there, what members show, how each title looks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from random import Random
from typing import Any

import msgspec

from parvis.config.demo.content import STAFF, read_content, readers
from parvis.config.demo.opening import Cast
from parvis.config.demo.typography import french
from parvis.conversations.acts import change_profile, open_space, open_thread, pin_thread, publish_post, react, select_post
from parvis.conversations.models import Post, Space
from parvis.conversations.reads import thread_numbered
from parvis.publishers.looks.acts import change_look

#: How each title looks.
LOOKS: dict[str, dict[str, str]] = {
    "courrier": {"face": "humanist", "ground": "paper"},
    "estuaire": {"face": "transitional", "ground": "mist"},
}
#: Readers who write this often chose to be found.
SOCIABLE = 5
Plan = Callable[[datetime, Callable[[], object]], None]


@dataclass(frozen=True, slots=True)
class SpacePlan:
    """A space to be opened."""

    title: str
    key: str
    name: str
    description: str
    hue: str
    icon: str
    opens: str = "members"
    host: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A post in a thread of its own, so many minutes after it was opened."""

    id: str
    by: str
    at: int
    text: str
    on: str = ""
    liked: int = 0
    select: bool = False


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """A discussion somebody opens."""

    title: str
    space: str
    by: str
    hours_ago: int
    heading: str
    text: str
    liked: int = 0
    pin: bool = False
    posts: tuple[Answer, ...] = field(default=())


@lru_cache(maxsize=1)
def space_plans() -> tuple[SpacePlan, ...]:
    """The spaces, in their order."""
    return msgspec.convert(read_content("spaces.toml")["space"], tuple[SpacePlan, ...])


@lru_cache(maxsize=1)
def thread_plans() -> tuple[ThreadPlan, ...]:
    """The discussions opened in them."""
    return msgspec.convert(read_content("spaces.toml")["thread"], tuple[ThreadPlan, ...])


def open_squares(cast: Cast) -> dict[tuple[str, str], Space]:
    """The spaces of both titles and their looks; gives the spaces by (title, key)."""
    for key, look in LOOKS.items():
        change_look(title=cast.titles[key], account_id=None, **look)
    return {(plan.title, plan.key): _opened(cast, plan) for plan in space_plans()}


def _opened(cast: Cast, plan: SpacePlan) -> Space:
    given: dict[str, Any] = {"description": french(plan.description), "hue": plan.hue, "icon": plan.icon, "opens": plan.opens}
    host = cast.accounts[plan.host].pk if plan.host else None
    return open_space(group=cast.group, title=cast.titles[plan.title], key=plan.key, name=french(plan.name), host=host, **given)


class Square:
    """The discussions of their own, planned on the demo's agenda."""

    def __init__(self, cast: Cast, spaces: dict[tuple[str, str], Space], now: datetime, seed: int) -> None:
        self._cast, self._spaces, self._now = cast, spaces, now
        self._dice = Random(seed)  # noqa: S311  # a demo, not a secret
        self._written: dict[tuple[str, str], Post] = {}

    def plan(self, plan: Plan) -> None:
        """Gives each deed its moment."""
        for thread in thread_plans():
            opened = self._now - timedelta(hours=thread.hours_ago, minutes=self._dice.randrange(50))
            plan(opened, partial(self._open, thread))
            for answer in thread.posts:
                plan(opened + timedelta(minutes=answer.at), partial(self._answer, thread, answer))
                plan(opened + timedelta(minutes=answer.at + 45), partial(self._like, thread, answer.id, answer.liked))
            plan(opened + timedelta(minutes=50), partial(self._like, thread, "", thread.liked))

    def introduce(self) -> None:
        """Members who write often say who they are, and let themselves be found."""
        for reader in readers():
            member = self._cast.members[reader.key]
            if reader.active >= SOCIABLE and not reader.trouble and reader.temperament not in ("spammer", "troll"):
                shown: dict[str, Any] = {"source": french(reader.about), "shows_posts": True, "is_listed": True}
                change_profile(member=member, title=self._cast.titles["courrier"], **shown)

    def _open(self, thread: ThreadPlan) -> None:
        title, space = self._cast.titles[thread.title], self._spaces[thread.title, thread.space]
        opening: dict[str, Any] = {"member": self._fresh(thread.by), "title": title, "space": space}
        made = open_thread(**opening, heading=french(thread.heading), source=french(thread.text.strip()))
        self._written[thread.heading, ""] = made.post
        if thread.pin:
            pin_thread(account_id=self._host(thread), thread_id=made.post.thread_id)

    def _answer(self, thread: ThreadPlan, answer: Answer) -> None:
        place = thread_numbered(self._written[thread.heading, ""].thread_id)
        above = self._written[thread.heading, answer.on] if answer.on else None
        if place is None or not place.is_shown or (above is not None and not above.is_visible):
            return
        said = {"source": french(answer.text), "parent_id": above.pk if above else None}
        made = publish_post(member=self._fresh(answer.by), thread=place, **said)  # type: ignore[arg-type]  # a text and a number
        self._written[thread.heading, answer.id] = made.post
        if answer.select:
            select_post(account_id=self._host(thread), post_id=made.post.pk)

    def _like(self, thread: ThreadPlan, post: str, liked: int) -> None:
        written = self._written.get((thread.heading, post))
        if written is None or not written.is_visible:
            return
        crowd = [one for key, one in self._cast.members.items() if not key.startswith(STAFF) and one.pk != written.author_id]
        for member in self._dice.sample(crowd, min(liked, len(crowd))):
            react(member=member, post_id=written.pk, kind=self._dice.choice(("agree", "agree", "useful", "moving")))

    def _fresh(self, key: str) -> Any:
        member = self._cast.members[key]
        member.refresh_from_db(fields=["published_posts"])
        return member

    def _host(self, thread: ThreadPlan) -> int:
        return int(self._cast.accounts["soizic" if thread.title == "courrier" else "emile"].pk)
