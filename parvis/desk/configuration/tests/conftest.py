"""People at their browser, signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from parvis.members.models import Account


@pytest.fixture
def as_role(house) -> Callable[[str], Client]:
    """A client signed in as whoever holds the role in the house."""
    return lambda role: signed_in(house.accounts[role])


def signed_in(account: Account) -> Client:
    """A client signed in, that reads French."""
    client = Client(headers={"accept-language": "fr"})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
