"""The sources of the look keep their own rules."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from parvis.ui.icons import ICONS

ROOM = Path(__file__).parent.parent
SHEETS = sorted((ROOM / "static" / "ui").glob("*.css"))
MODULES = sorted((ROOM / "static" / "ui").glob("*.js"))
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
ALL_TEMPLATES = sorted(ROOM.parent.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_sound_and_stays_on_its_grid(name):
    drawn = ElementTree.fromstring(f"<svg>{ICONS[name]}</svg>")
    assert all(shape.tag == "path" for shape in drawn)
    assert not re.search(r"[^\d.](?:2[1-9]|[3-9]\d)", ICONS[name].split(' d="')[1])


@pytest.mark.parametrize("template", ALL_TEMPLATES, ids=lambda path: path.name)
def test_every_icon_that_a_template_names_exists(template):
    source = template.read_text(encoding="utf-8")
    named = re.findall(r'{% icon "([\w-]+)"', source) + re.findall(r'{% button [^%]*?\bicon="([\w-]+)"', source)
    assert set(named) <= set(ICONS)


def test_every_sheet_is_imported_once_in_its_layer():
    entry = (ROOM / "static" / "ui" / "parvis.css").read_text(encoding="utf-8")
    imported = re.findall(r'@import url\("([\w.]+)"\) layer\((\w+)\);', entry)
    declared = re.search(r"@layer ([\w, ]+);", entry)[1].split(", ")
    assert sorted(sheet for sheet, _ in imported) == sorted({s.name for s in SHEETS} - {"parvis.css", "styleguide.css"})
    assert {layer for _, layer in imported} == set(declared)


def test_every_token_used_is_defined():
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - set(re.findall(r"(--[\w-]+):", text)) == {"--title-accent"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_short_balanced_and_names_no_colour_of_its_own(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert text.count("{") == text.count("}")
    assert "gradient" not in text
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;,) ])", text)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_and_needs_nobody(module):
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    assert not re.search(r"^\s*import |\beval\(|innerHTML", text, re.M)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_of_the_look_says_what_it_is_for(template):
    if template.parent.name == "styleguide":
        return
    assert re.match(r"({% extends [^%]+%}|{% load [^%]+%})?({#|{% comment %}|{% extends)", template.read_text(encoding="utf-8"))


def test_the_french_of_the_look_is_complete():
    entries = (ROOM / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]
    assert [entry for entry in entries if 'msgstr ""' in entry or "fuzzy" in entry] == []


def test_the_french_of_the_look_keeps_french_spaces():
    french = re.findall(
        r'^msgstr "(.+)"$', (ROOM / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"), re.M
    )
    assert [words for words in french if re.search(r"[^\u202f\u00a0][:;!?»](?!\w)|'", words) and not words.startswith("G")] == []
