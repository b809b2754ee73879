"""The cast: a group with two titles, its people and a few readers, built through acts; fixtures in conftest.py."""

import random
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from parvis.conversations.acts import open_space, open_thread, publish_post
from parvis.conversations.models import Post, Space, Thread
from parvis.conversations.reads import thread_numbered, unsaved_thread
from parvis.members.acts import enter_by_token
from parvis.members.models import Account, Member
from parvis.members.sso import Claims
from parvis.moderation.acts import adopt_starter_charter
from parvis.publishers.acts import find_article, give_seat, open_group, open_section, open_site, open_title, set_policy
from parvis.publishers.models import Group, Section, Title

_numbers = count(1)
SAID = """
la marée monte chaque soir près du vieux phare et les enfants regardent passer un tramway bondé vers le collège
où notre chorale répète sous une verrière que personne ne répare depuis quinze hivers malgré trois promesses
signées par cinq maires différents avec beaucoup de verve mais peu de moyens réels selon ma voisine boulangère
qui tient son étal au marché couvert entre poissonnier fleuriste cordonnier libraire horloger luthier et potier
"""
VOCABULARY = SAID.split()


@dataclass
class House:
    """A group, its daily and its weekly, and one account in each role at the daily."""

    group: Group
    daily: Title
    weekly: Title
    politics: Section
    accounts: dict[str, Account] = field(default_factory=dict)


def build_house(key: str = "rivages") -> House:
    """A new house; newcomers' posts are not held there, so that a first post is seen."""
    group = open_group(key=key, name=f"Groupe {key}")
    daily = open_title(group=group, key=f"{key}-jour", name="Le Jour")
    weekly = open_title(group=group, key=f"{key}-semaine", name="La Semaine")
    for title in (daily, weekly):
        open_site(title=title, name="Site", origins=[f"https://{title.key}.example"])
    adopt_starter_charter(group=group)
    set_policy(group=group, newcomer_posts=0, posts_per_minute=60, posts_per_hour=1000)
    house = House(group, daily, weekly, open_section(title=daily, key="politique", name="Politique"))
    _seat_everyone(house)
    return house


def _seat_everyone(house: House) -> None:
    for role in ("community_manager", "moderator", "journalist", "mediator", "marketing", "guest"):
        house.accounts[role] = account(f"{role}@{house.group.key}.example")
        give_seat(account_id=house.accounts[role].pk, role=role, group=house.group, title=house.daily)
    house.accounts["outside"] = account(f"outside@{house.group.key}.example")
    give_seat(account_id=house.accounts["outside"].pk, role="outside", group=house.group, title=house.daily)
    house.accounts["group_manager"] = account(f"manager@{house.group.key}.example")
    give_seat(account_id=house.accounts["group_manager"].pk, role="group_manager", group=house.group)
    house.accounts["weekly_moderator"] = account(f"weekly@{house.group.key}.example")
    give_seat(account_id=house.accounts["weekly_moderator"].pk, role="moderator", group=house.group, title=house.weekly)
    house.accounts["nobody"] = account(f"nobody@{house.group.key}.example")


def account(mail: str, password: str | None = None) -> Account:
    """A login with this mail."""
    return Account.objects.create_user(mail, password, name=mail.split("@")[0].replace("_", " ").title())


def reader(house: House, name: str = "") -> Member:
    """A reader come in by the publisher's token."""
    number = next(_numbers)
    claims = Claims(issuer="test", subject=f"reader-{number}", name=name or f"Lectrice {number}", badges=(), language="fr")
    return enter_by_token(group=house.group, claims=claims)


def thread(house: House, slug: str = "pont", title: Title | None = None) -> Thread:
    """The (unsaved) thread under an article of the title, at hand with title and article."""
    owner = title or house.daily
    article = find_article(title=owner, address=f"https://{owner.key}.example/{slug}")
    known = Thread.objects.filter(article=article).first()
    return (thread_numbered(known.pk) if known else None) or unsaved_thread(title=owner, article=article)


def post(
    house: House, *, member: Member | None = None, where: Thread | None = None, text: str = "", parent: Post | None = None
) -> Post:
    """A post published through the act; words are made different so that no two repeat each other."""
    words = text or _different()
    member = member or reader(house)
    place = where or (thread_numbered(parent.thread_id) if parent else None) or thread(house)
    return publish_post(member=member, thread=place, source=words, parent_id=parent.pk if parent else None).post


def space(house: House, key: str = "agora", title: Title | None = None, **given: Any) -> Space:
    """A space of the title (default: the daily), opened at the first need."""
    owner = title or house.daily
    known = Space.objects.filter(title=owner, key=key).first()
    return known or open_space(group=house.group, title=owner, key=key, name=given.pop("name", key.title()), **given)


def own_thread(
    house: House, *, member: Member | None = None, where: Space | None = None, heading: str = "", text: str = ""
) -> Post:
    """The first post of a thread of its own in a space of the daily."""
    place = where or space(house)
    author, owner = member or reader(house), place.title or house.daily
    named = heading or f"De quoi parler {next(_numbers)} ?"
    return open_thread(member=author, title=owner, space=place, heading=named, source=text or _different()).post


def _different() -> str:
    drawn = random.Random(next(_numbers)).sample(VOCABULARY, 14)  # not a secret: the same words at each run
    return f"{' '.join(drawn[:8]).capitalize()}, {' '.join(drawn[8:])}."
