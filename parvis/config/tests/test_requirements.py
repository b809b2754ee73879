"""The pinned lists say what pyproject.toml says, with hashes and without addresses."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pinned(path: str) -> dict[str, str]:
    text = (HOUSE / "requirements" / path).read_text(encoding="utf-8")
    return {name_of(line): line for line in text.splitlines() if line and not line.startswith((" ", "#"))}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("main.txt", PROJECT["dependencies"]),
        ("dev.txt", [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]),
    ],
)
def test_everything_that_is_needed_is_pinned(path: str, wanted: list[str]) -> None:
    assert {name_of(requirement) for requirement in wanted} <= set(pinned(path))


def test_both_lists_agree() -> None:
    main, dev = pinned("main.txt"), pinned("dev.txt")
    assert {name: line for name, line in main.items() if dev.get(name) != line} == {}


@pytest.mark.parametrize("path", ["main.txt", "dev.txt"])
def test_a_list_has_a_hash_for_each_line_and_no_address(path: str) -> None:
    text = (HOUSE / "requirements" / path).read_text(encoding="utf-8")
    assert "://" not in text
    assert all(line.endswith("\\") for line in pinned(path).values())
