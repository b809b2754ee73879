"""A machine with a key of the daily, and how it asks."""

import json

import pytest

from parvis.machines.acts import make_api_key


@pytest.fixture
def key(house):
    """A key that may do everything at the daily, made by its community manager."""
    return made_key(house)


def made_key(house, scopes=("read", "write", "moderate", "manage"), title="daily", role="community_manager", **more):
    """A key of a title (of the group: title None)."""
    place = getattr(house, title) if title else None
    account_id = house.accounts[role].pk
    return make_api_key(group=house.group, title=place, name="Système éditorial", scopes=scopes, account_id=account_id, **more)


@pytest.fixture
def ask(client, house, key):
    """Asks something of the daily (or of `title`), in French unless told otherwise."""

    def asked(method, path, body=None, secret=key.secret, title=house.daily, **headers):
        address = path if path.startswith("/") else f"/api/v1/titles/{title.key}/{path}"
        headers = {"Authorization": f"Bearer {secret}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent = "" if body is None and method in ("GET", "DELETE") else json.dumps(body or {})
        return client.generic(method, address, sent, "application/json", headers=headers)

    return asked
