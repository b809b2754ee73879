"""Building the demo newsroom, all of it or nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from parvis.config.demo.content import Person, Story, desk, house_plan, words
from parvis.config.demo.hosting import claim_signatures, host
from parvis.config.demo.opening import LIFE, PASSWORD, Cast, allow_address, open_house
from parvis.config.demo.playing import Play, Scene, case_about
from parvis.config.demo.script import POSTS, SEED, full_stories
from parvis.config.demo.squares import Square, open_squares
from parvis.conversations.models import Space
from parvis.journal.deliver import drain
from parvis.kit import clock
from parvis.members.acts import hold_every_post
from parvis.members.models import Member
from parvis.members.reads import open_notices
from parvis.members.telling.acts import see_notice
from parvis.moderation.acts import add_note, keep_reason, set_domains, snooze_case
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Group

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built (or was already there): whether now, how long it took, and how to come in."""

    is_new: bool
    seconds: float
    password: str
    people: tuple[Person, ...]


def is_built() -> bool:
    """Whether the demo group exists; it is built in one transaction, so it is then whole."""
    return Group.objects.filter(key=house_plan().key).exists()


def serve_from(address: str) -> None:
    """Lets the demo's pages be served from this address too (scheme, host, port)."""
    allow_address(address)


def build(progress: Progress | None = None, *, now: datetime | None = None, posts: int = POSTS, seed: int = SEED) -> Built:
    """Builds the newsroom through the acts of the rooms, at past dates; does nothing when it is there.

    `progress` is told (posts written, posts in all); `now` is when the month ends; the same `seed` gives the same words.
    """
    began = time.monotonic()
    is_new = not is_built()
    if is_new:
        with transaction.atomic():
            _live(now or timezone.now(), full_stories(posts, seed), seed, progress or _quietly)
        drain()
        _read_old_notices(now or timezone.now())
    return Built(is_new, time.monotonic() - began, PASSWORD, house_plan().people)


def _quietly(_done: int, _all: int) -> None:
    """Says nothing."""


def _live(now: datetime, stories: list[Story], seed: int, progress: Progress) -> None:
    total, done = sum(len(story.posts) for story in stories), 0

    def said() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    cast = open_house(now)
    claim_signatures(cast)
    play = Play(cast, now, seed, said)
    # Old readers have written by then: from that day only true newcomers are read first.
    play.also(now - timedelta(days=19), partial(set_policy, group=cast.group, newcomer_posts=1))
    play.also(now - timedelta(hours=2), partial(_ban_domains, cast))
    square = Square(cast, _squares_then(now, cast), now, seed)
    square.plan(play.also)
    play.perform(stories)
    with clock.at(now):
        _desk_habits(cast, play.scenes, now)
        host(cast, play.scenes, now)
        square.introduce()


def _squares_then(now: datetime, cast: Cast) -> dict[tuple[str, str], Space]:
    with clock.at(now - LIFE):
        return open_squares(cast)


def _ban_domains(cast: Cast) -> None:
    set_domains(group=cast.group, title=None, kind="banned", domains=words()["banned_domains"], account_id=None)


def _desk_habits(cast: Cast, scenes: dict[tuple[str, str, str], Scene], now: datetime) -> None:
    """Notes, cases put aside, a member watched, a section read before publication."""
    for note in desk()["notes"]:
        account, scene = cast.accounts[note["by"]].pk, scenes[note["title"], note["story"], note["post"]]
        if case := case_about(account, scene.subject):
            add_note(case_id=case.pk, account_id=account, words=note["words"])
    for text in desk()["reasons"]:
        keep_reason(group=cast.group, title=None, account_id=None, **text)
    for one in desk()["snoozed"]:
        account, scene = cast.accounts[one["by"]].pk, scenes[one["title"], one["story"], one["post"]]
        if case := case_about(account, scene.subject):
            snooze_case(case_id=case.pk, account_id=account, until=now + timedelta(hours=one["hours"]))
    hold_every_post(member=cast.members["babord"], held=True)
    set_policy(group=cast.group, section=cast.sections["estuaire", "opinions"], mode="pre")


def _read_old_notices(now: datetime) -> None:
    """Readers have seen what they were told more than two days ago."""
    with clock.at(now):
        for member in Member.objects.filter(group__key=house_plan().key, decisions__isnull=False).distinct():
            for notice in open_notices(member):
                if notice.due_at < now - timedelta(days=2):
                    see_notice(members=[member], notice_id=notice.pk)
