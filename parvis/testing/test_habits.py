"""The habits of the house, as tests."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from parvis.config.environment import ROOT, Environment
from parvis.config.listeners import LISTENERS
from parvis.config.personal import DATA, ERASERS
from parvis.journal.facts import CATALOGUE, FactSaid
from parvis.members.leaving.held import rows_of
from parvis.members.models import Member

HOUSE = ROOT / "parvis"
#: Words that say nothing of what a file is for.
BANNED = {"utils", "helpers", "helper", "manager", "service", "services", "handler", "handlers", "base", "misc", "common"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
SOURCES = sorted(
    path for path in HOUSE.rglob("*.py") if not {"migrations", "tests", "content"} & set(path.parts) and "test_" not in path.name
)
ROOMS = sorted(path.parent for path in HOUSE.glob("*/apps.py"))
DOORS = ("acts", "reads", "rights", "measures")
#: The modules of a room that write its rows, and how rows are written.
WRITERS = {"acts", "bulk", "archive", "screening", "deliver"}
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_fact_has_its_sentence_its_values_and_its_listeners(name):
    fact = CATALOGUE[name]
    holes = set(re.findall(r"{(\w+)}", fact.SENTENCE))
    assert fact.SENTENCE
    assert holes <= {one.name for one in fields(fact)}
    assert name in LISTENERS, f"{name} is not on the page that says who cares (config/listeners.py)"


def test_every_listener_exists_and_listens_to_a_fact_that_exists():
    assert set(LISTENERS) == set(CATALOGUE)
    assert all(callable(import_string(listener)) for listeners in LISTENERS.values() for listener in listeners)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_fact_is_recorded_somewhere(name):
    assert issubclass(CATALOGUE[name], FactSaid)
    assert any(f"{name}(" in path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name != "facts"), name


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_says_what_it_is_for_and_is_short(path):
    tree, text = parsed(path), path.read_text(encoding="utf-8")
    assert ast.get_docstring(tree), "the first line says what the file is for"
    assert text.count("\n") <= LONGEST_FILE
    assert not BANNED & set(re.split(r"[_.]", path.name)), "a name that says nothing"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", [path for path in SOURCES if set(DOORS) & {path.stem, path.parent.name}], ids=named)
def test_every_public_door_says_what_it_takes_and_gives(path):
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_every_room_has_its_plaque(room):
    plaque = ast.get_docstring(parsed(room / "__init__.py"))
    assert plaque, "a room says what it is for"
    assert len(plaque.splitlines()) <= 8


@pytest.mark.parametrize("path", [path for path in SOURCES if {"acts"} & {path.stem, path.parent.name}], ids=named)
def test_every_act_is_used_by_a_test(path):
    tests = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.rglob("tests/*.py")) + _cast()
    acts = [node.name for node in parsed(path).body if isinstance(node, ast.FunctionDef) and _is_an_act(node)]
    assert [name for name in acts if name not in tests] == []


def _is_an_act(node: ast.FunctionDef) -> bool:
    """A verb that anyone may call: it opens its own transaction."""
    return any("atomic" in ast.unparse(one) for one in node.decorator_list) and not node.name.startswith("_")


def _cast() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (HOUSE / "testing").glob("*.py"))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parent.name != "testing"], ids=named)
def test_a_rooms_rows_are_written_by_that_room_only_and_where_it_writes(path):
    parts = path.relative_to(HOUSE).with_suffix("").parts
    models = _imported_models(path)
    for model, line in _writes(path):
        if owner := models.get(model):
            assert owner == parts[0], f"line {line}: {model} belongs to {owner}: call its act"
            assert WRITERS & set(parts[1:]), f"line {line}: {model} is written by an act, not here"


def _writes(path: Path) -> Iterator[tuple[str, int]]:
    """(Model, line) of each `Model.objects…create(…)`, whatever filters stand between."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            chain = ast.unparse(node.func.value)
            if found := re.match(r"(\w+)\.objects\b", chain):
                yield found[1], node.lineno


def _imported_models(path: Path) -> dict[str, str]:
    found = {}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module and re.fullmatch(r"parvis\.\w+\.models(\.\w+)?", node.module):
            found |= {alias.name: node.module.split(".")[1] for alias in node.names}
    return found


def test_every_setting_is_documented_where_it_is_declared():
    text = (HOUSE / "config" / "environment.py").read_text(encoding="utf-8").splitlines()
    for one in fields(Environment):
        place = next(number for number, line in enumerate(text) if line.strip().startswith(f"{one.name}:"))
        assert text[place - 1].strip().startswith("#:"), one.name


def test_no_file_names_a_registry_or_a_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    forbidden = re.compile(r"https?://[^ )\"]*(/simple/|registry\.)|(^|[ \"=(])/(w" r"ork|ro" r"ot)/[a-z]", re.M)
    texts = [ROOT / name for name in listed if not name.endswith((".svg", ".png", ".mo", ".ico"))]
    assert [named(path) for path in texts if path.exists() and forbidden.search(path.read_text("utf-8", "replace"))] == []


def _columns_to_members() -> set[str]:
    """Every `app.Model.field` that points to a member."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Member
    }


def test_every_column_about_a_member_says_what_becomes_of_it():
    lacking = _columns_to_members() - set(DATA)
    assert lacking == set(), f"say in config/personal.py what members are told of {lacking}, and what erasing them does"


@pytest.mark.parametrize("place", DATA)
def test_what_is_said_of_a_column_is_true_of_it(place):
    manager, column = rows_of(place)
    one = DATA[place]
    assert one.name or one.why, "say what it is, or why nothing is told"
    assert place == "members.Member.pk" or place in _columns_to_members()
    str(manager.filter(**{column: 0}).values(*one.fields).query)  # each field exists
    assert one.fate != "untied" or manager.model._meta.get_field(column).null


def test_every_eraser_exists():
    assert all(callable(import_string(name)) for name in ERASERS)
