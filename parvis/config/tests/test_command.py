"""The `parvis` command line: its words, its help, its one-line errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from parvis.config.command import group
from parvis.config.documents import settings_page, stale_pages
from parvis.config.environment import Environment

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
WORDS = ["demo", "doctor", "export", "import", "prepare", "up", "web", "worker"]


def test_every_word_of_the_command_is_listed() -> None:
    shown = CliRunner().invoke(group, ["--help"]).output
    assert [word for word in WORDS if f"  {word} " not in shown] == []


@pytest.mark.parametrize("word", WORDS)
def test_every_word_explains_itself(word: str) -> None:
    shown = CliRunner().invoke(group, [word, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 4


def test_an_unknown_word_is_refused() -> None:
    assert CliRunner().invoke(group, ["dance"]).exit_code == 2


def test_a_setting_that_cannot_be_read_is_named_in_one_line() -> None:
    environment = {**os.environ, "PARVIS_PORT": "eight thousand"}
    command = [sys.executable, "-m", "parvis", "up"]
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "parvis: PARVIS_PORT: a whole number is expected, not 'eight thousand'\n")


def test_every_setting_is_explained() -> None:
    rows = [line for line in settings_page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(Environment.__dataclass_fields__)
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_generated_pages_say_what_the_code_says() -> None:
    assert stale_pages() == []
