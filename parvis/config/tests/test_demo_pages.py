"""The demo's pages when there is no demo."""

import pytest
from click.testing import CliRunner

from parvis.config.commands.demo import command
from parvis.config.demo.urls import urlpatterns
from parvis.config.middleware import right_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/demo/courrier/", "/demo/courrier/digue-corniole/", "/demo/courrier/token/?reader=lison"])
def test_without_the_demo_its_pages_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_entrance_leads_to_the_daily(client):
    assert client.get("/demo/").headers["Location"] == "/demo/courrier/"


def test_every_page_says_that_anyone_may_read_it():
    assert {right_of(pattern.callback) for pattern in urlpatterns} == {"anyone"}


def test_the_command_says_when_there_is_nothing_to_wipe():
    said = CliRunner().invoke(command, ["--wipe"])
    assert said.exit_code == 0
    assert "There was no demo newsroom." in said.output
