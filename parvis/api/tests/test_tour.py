"""docs/how-to/api.md does what it says: each of its commands is run."""

import json
import re
import shlex
import shutil
import subprocess

import pytest
from django.db import connection

from parvis.api.tests.conftest import made_key
from parvis.config.environment import ROOT
from parvis.conversations.models import Post
from parvis.testing.cast import build_house

PAGE = (ROOT / "docs" / "how-to" / "api.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in re.split(r"(?<!\\)\n", block) if line]


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_tour_is_answered(live_server):
    house = build_house("tournee")
    values = {
        "PARVIS": live_server.url,
        "KEY": made_key(house).secret,
        "TITLE": house.daily.key,
        "SITE": f"https://{house.daily.key}.example",
    }
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        for name, value in values.items():
            command = command.replace(f"'${name}'", value).replace(f"${name}", value)
        asked = [*shlex.split(command.replace("\\\n", " ")), "-s", "-w", "\n%{http_code}"]
        said, _line, status = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.rpartition("\n")
        assert status in ("200", "201"), (command, status, said)
        assert json.loads(said)
    assert Post.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_the_page_names_only_operations_and_files_that_exist():
    for path in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / "how-to" / path).exists(), path
