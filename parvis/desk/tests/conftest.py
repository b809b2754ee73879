"""Colleagues at their browser, signed in, and posts that wait for them."""

from collections.abc import Callable

import pytest
from django.test import Client

from parvis.conversations.models import Post
from parvis.members.models import Account
from parvis.moderation.acts import signal_subject
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, thread

HTMX = {"HX-Request": "true"}


def signed_in(account: Account, language: str = "fr") -> Client:
    """A client signed in, that reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def case_on(post: Post) -> Case:
    """The last case opened on the post."""
    return Case.objects.filter(subject=post.subject).latest("pk")


@pytest.fixture
def as_role(house) -> Callable[[str], Client]:
    """A client signed in as whoever holds the role in the house."""
    return lambda role: signed_in(house.accounts[role])


@pytest.fixture
def desk(as_role) -> Client:
    """The moderator of the daily."""
    return as_role("moderator")


@pytest.fixture
def held(house) -> Callable[..., Post]:
    """Writes a post that is held until it is judged; `title` is the daily unless said."""

    def write(text: str = "", **how) -> Post:
        title = how.pop("title", house.daily)
        set_policy(group=house.group, title=title, mode="pre")
        return post(house, text=text, where=thread(house, title=title), **how)

    return write


@pytest.fixture
def as_seat(house) -> Callable[[str], Client]:
    """The same, reading English."""
    return lambda role: signed_in(house.accounts[role], "en")


@pytest.fixture
def english_desk(as_seat) -> Client:
    """The moderator of the daily, reading English."""
    return as_seat("moderator")


@pytest.fixture
def to_judge(house) -> Callable[..., Case]:
    """Makes a case of a published post that a visitor signalled."""

    def signalled(**what) -> Case:
        written = post(house, **what)
        signal_subject(subject=written.subject, reason="insult", words="Pas ici.", visitor="un passant")
        return Case.objects.get(subject=written.subject, closed_at__isnull=True)

    return signalled
