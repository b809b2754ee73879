"""A newsroom opened and a key made from the command line."""

import pytest
from click.testing import CliRunner

from parvis.config.commands.key import command as key
from parvis.config.commands.newsroom import command as newsroom
from parvis.publishers.models import Origin, Seat, Title

OPENING = [
    "Le Littoral",
    "--key",
    "littoral",
    "--origin",
    "https://www.littoral.example/une",
    "--manager",
    "Chef@littoral.example",
]


@pytest.fixture
def opened(db):
    """The outcome of opening a title."""
    return CliRunner().invoke(newsroom, OPENING)


def test_a_title_is_opened_with_its_site_its_charter_and_its_manager(opened):
    assert opened.exit_code == 0, opened.output
    title = Title.objects.get(key="littoral")
    assert Origin.objects.get(title=title).origin == "https://www.littoral.example"
    assert Seat.objects.get(group=title.group).account.mail == "chef@littoral.example"
    assert title.group.charters.get().rules.count() == 10


def test_a_key_taken_is_said_in_a_line(opened):
    again = CliRunner().invoke(newsroom, OPENING)
    assert again.exit_code == 1
    assert "littoral" in again.output


def test_an_api_key_is_shown_once(opened, client):
    made = CliRunner().invoke(key, ["--title", "littoral", "--as", "chef@littoral.example", "--scope", "read"])
    secret = made.output.strip()
    answer = client.get("/api/v1/titles/littoral/articles", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json() == {"articles": [], "next": None}


def test_whoever_is_unknown_gets_no_key(opened):
    refused = CliRunner().invoke(key, ["--title", "littoral", "--as", "x@y.example"])
    assert (refused.exit_code, "x@y.example" in refused.output) == (1, True)
