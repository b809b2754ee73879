"""`parvis import` and `parvis export`, as typed in a terminal."""

import json

import pytest
from click.testing import CliRunner

from parvis.config.archives import bring, give
from parvis.config.command import group
from parvis.conversations.models import Post


@pytest.fixture
def archive(tmp_path):
    lines = [
        {"kind": "article", "ref": "a", "address": "https://rivages-jour.example/1"},
        {"kind": "article", "ref": "b", "address": "https://ailleurs.example/2"},
        {"kind": "member", "ref": "m", "name": "Lison"},
        {"kind": "post", "ref": "1", "article": "a", "author": "m", "at": "2026-01-01T00:00:00Z", "text": "[bold]Oui"},
        {"kind": "post", "ref": "2", "article": "b", "author": "m", "at": "2026-01-01T00:00:00Z", "text": "Non"},
    ]
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def brought(house, archive, tmp_path, **given):
    options = {"key": house.daily.key, "rules": None, "is_rehearsal": False, "report": tmp_path / "report.jsonl", "source": ""}
    return bring(path=archive, **(options | given))


def test_an_import_says_what_came_and_what_did_not(house, archive, tmp_path, capsys):
    assert brought(house, archive, tmp_path) == 0
    said = capsys.readouterr().out
    assert "a Parvis archive → Le Jour" in said
    assert "1 at ailleurs.example" in said
    assert "line 2" in said
    listed = [json.loads(line) for line in (tmp_path / "report.jsonl").open()]
    assert [(one["where"], one["reason"]) for one in listed] == [("line 2", "unmapped_address"), ("line 5", "article_untaken")]
    assert Post.objects.get().text == "[bold]Oui"


def test_a_dry_run_touches_nothing(house, archive, tmp_path, capsys):
    assert brought(house, archive, tmp_path, is_rehearsal=True) == 0
    assert "A dry run" in capsys.readouterr().out
    assert not Post.objects.exists()


def test_a_clean_import_leaves_no_report(house, archive, tmp_path, capsys):
    archive.write_text("".join(archive.read_text().splitlines(keepends=True)[i] for i in (0, 2, 3)))
    assert brought(house, archive, tmp_path) == 0
    assert "Every record was taken as it was." in capsys.readouterr().out
    assert not (tmp_path / "report.jsonl").exists()


@pytest.mark.parametrize(("given", "words"), [({"key": "nope"}, "There is no title “nope”"), ({}, "There is no file")])
def test_a_refusal_is_one_line_and_an_exit_code(house, tmp_path, capsys, given, words):
    assert brought(house, tmp_path / "nothing", tmp_path, **given) == 1
    assert words in " ".join(capsys.readouterr().out.split())


def test_an_export_says_how_much(house, archive, tmp_path, capsys):
    brought(house, archive, tmp_path)
    assert give(path=tmp_path / "out.jsonl.gz", key=house.daily.key, with_mail=False) == 0
    assert "1 articles, 1 members, 1 posts" in capsys.readouterr().out
    assert give(path=tmp_path / "out.jsonl.gz", key="nope", with_mail=False) == 1


@pytest.mark.parametrize("word", ["import", "export"])
def test_help_is_worth_reading(word):
    said = CliRunner().invoke(group, [word, "--help"]).output
    assert "Example" in said
    assert f"parvis {word}" in said
