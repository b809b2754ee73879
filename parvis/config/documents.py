"""The pages of docs/ that are made from the code: `python -m parvis.config.documents [--check]`."""

import ast
import dataclasses
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import django

from parvis.config import environment
from parvis.config.environment import ROOT, Environment
from parvis.config.listeners import LISTENERS
from parvis.journal import facts

MADE = "*This page is made from the code by `make docs`: change it there.*\n"


def settings_page() -> str:
    """docs/settings.md: each variable, its default, and the words written above it."""
    rows = [f"| `{field.name}` | {_default(field)} | {words} |" for field, words in _told_fields()]
    head = (
        "# Settings\n\n" + MADE + "\nSettings are variables of the environment, read once at start; a wrong one stops the start "
        "and is named.\nEach may be given as `NAME_FILE`, the path of a file that holds the value (for secrets).\n"
    )
    return "\n".join([head, "| variable | default | what it does |", "|---|---|---|", *rows]) + "\n"


def facts_page() -> str:
    """docs/facts.md: everything that can happen, what it carries, who is told."""
    lines = [
        "# Facts\n\n"
        + MADE
        + "\nWhat can happen, in the order of `parvis/journal/facts/`, and who cares (`parvis/config/listeners.py`).\n"
    ]
    lines += ["| fact | sentence | carries | told to |", "|---|---|---|---|"]
    for kind in _fact_kinds(facts):
        carried = ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind) if field.name not in _common())
        told = ", ".join(f"`{name.removeprefix('parvis.')}`" for name in LISTENERS.get(kind.__name__, []))
        lines.append(f"| {kind.__name__} | {kind.SENTENCE} | {carried or '–'} | {told or '–'} |")
    return "\n".join(lines) + "\n"


def openapi_document() -> str:
    """docs/openapi.json: the API as machines read it, the same as at /api/v1/openapi.json. Needs Django to be set up."""
    from parvis.api.urls import document

    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


PAGES: dict[Path, Callable[[], str]] = {
    ROOT / "docs" / "settings.md": settings_page,
    ROOT / "docs" / "facts.md": facts_page,
    ROOT / "docs" / "openapi.json": openapi_document,
}


def stale_pages() -> list[str]:
    """The pages that no longer say what the code says."""
    return [path.name for path, page in PAGES.items() if not path.exists() or path.read_text(encoding="utf-8") != page()]


def _told_fields() -> list[tuple["dataclasses.Field[object]", str]]:
    """Each field of Environment with the `#:` lines above it."""
    source = Path(environment.__file__).read_text(encoding="utf-8")
    lines = source.splitlines()
    kind = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Environment")
    above: dict[str, str] = {}
    for node in kind.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            above[node.target.id] = _words_above(lines, node.lineno - 1)
    return [(field, above[field.name]) for field in dataclasses.fields(Environment)]


def _words_above(lines: list[str], index: int) -> str:
    words: list[str] = []
    while index and (found := re.match(r"\s*#: (.*)", lines[index - 1])):
        words.insert(0, found[1])
        index -= 1
    return " ".join(words)


def _default(field: "dataclasses.Field[object]") -> str:
    value = field.default
    if value == "":
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value.relative_to(ROOT)}`" if isinstance(value, Path) else f"`{value}`"


def _fact_kinds(module: ModuleType) -> list[type[facts.FactSaid]]:
    """The facts of the catalogue, in its order."""
    return [
        kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, facts.FactSaid) and kind.SENTENCE
    ]


def _common() -> set[str]:
    return {field.name for field in dataclasses.fields(facts.FactSaid)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    django.setup()
    if "--check" in sys.argv:
        stale = stale_pages()
        sys.exit(f"not up to date: {', '.join(stale)} (run `make docs`)" if stale else 0)
    for page_path, made in PAGES.items():
        page_path.parent.mkdir(exist_ok=True)
        page_path.write_text(made(), encoding="utf-8")
