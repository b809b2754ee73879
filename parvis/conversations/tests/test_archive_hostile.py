"""Hostile and damaged archives: read to the end, in little memory, with every loss told."""

import gzip
import json
import tracemalloc
import zipfile
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.conversations.archive.bundles import piece_of_tar, pieces_of
from parvis.conversations.archive.cutting import JsonCutter
from parvis.conversations.archive.detect import detect
from parvis.conversations.archive.opening import CHUNK, CleanBytes
from parvis.conversations.archive.records import ArchivedPost, Repaired, Untaken
from parvis.conversations.archive.saying import Said, said_by
from parvis.conversations.tests import archive_samples as samples
from parvis.kit.refusals import Refusal

DEEP, CLOSED = "[" * 100_000, "]" * 100_000
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
OBJECTS = st.lists(
    st.dictionaries(st.text(max_size=8), st.text(max_size=30) | st.lists(st.integers(), max_size=3), max_size=4), max_size=8
)
HALF = '"\\ud800 oui\\u0000"'


def made(tmp_path, name):
    if name == "remark42":
        path = samples.remark42(tmp_path / name)
        path.write_bytes(gzip.decompress(path.read_bytes()))
        return path
    if name == "discourse":
        path = tmp_path / name
        path.write_text(samples.DISCOURSE)
        return path
    return samples.document(tmp_path / name, samples.COMMENTO if name == "commento" else samples.HYVOR)


def read(path):
    return [record for _place, record in detect(path).read()]


@pytest.mark.parametrize("name", ["remark42", "discourse", "commento", "hyvor"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.data())
def test_any_damage_is_read_through(tmp_path, name, data):
    whole = made(tmp_path, name).read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=30))
    path = tmp_path / "damaged"
    path.write_bytes(whole[:at] + noise + whole[at + data.draw(st.integers(0, 200)) :])
    try:
        records = read(path)
    except Refusal:
        return
    assert all(isinstance(record.where, str) for record in records if isinstance(record, Untaken | Repaired))


@pytest.mark.parametrize("name", ["remark42", "commento", "hyvor"])
def test_depths_lone_surrogates_and_long_lines_lose_one_record_at_most(tmp_path, name):
    whole = made(tmp_path, name).read_text()
    path = tmp_path / "hostile"
    before = len([one for one in read(made(tmp_path, name)) if isinstance(one, ArchivedPost)])
    hostile = {
        "remark42": f'\n{{"id":"x","deep":{DEEP}}}\n{{"id":"y","locator":{{"url":{HALF}}}}}\n' + "x" * 10_000_000 + "\n",
        "commento": f'{{"commentHex":"x","deep":{DEEP}{CLOSED}}},{{"commentHex":{HALF},"long":"{"y" * 10_000_000}"}},',
        "hyvor": f'{{"id":"x","deep":{DEEP}{CLOSED}}},{{"id":{HALF},"long":"{"y" * 10_000_000}"}},',
    }[name]
    mark = {"remark42": "\n", "commento": '"comments": [', "hyvor": '"comments": ['}[name]
    path.write_text(whole.replace(mark, mark + hostile, 1))
    records = read(path)
    assert len([one for one in records if isinstance(one, ArchivedPost)]) == before
    assert Counter(type(one) for one in records)[Untaken] >= 2


def test_words_never_carry_what_postgresql_refuses():
    said = said_by(f'{{"a": {HALF}, "b": [{HALF}]}}'.encode())
    assert isinstance(said, Said)
    assert (said.text("a"), said.texts("b")) == (" oui", [" oui"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_an_object_says_each_value_comes_in_its_kind(value):
    said = Said({"x": value})
    assert isinstance(said.text("x"), str)
    assert isinstance(said.whole("x"), int)
    assert isinstance(said.is_true("x"), bool)
    assert said.date("x") is None or said.date("x").tzinfo
    assert isinstance(said.texts("x"), list)
    assert isinstance(said.children("x"), list)
    assert said.column("x") is None or isinstance(said.column("x"), str)


@given(
    OBJECTS,
    st.sampled_from([None, 1]),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_document_is_cut_into_what_it_was_made_of(tmp_path, objects, indent, is_keyed):
    path = tmp_path / "document"
    path.write_text(json.dumps({"n": 1, "o": {"z": [{"no": 1}]}, "list": objects} if is_keyed else objects, indent=indent))
    cutter = JsonCutter(CleanBytes(path))
    cuts = list(cutter.cuts())
    assert [json.loads(cut.written) for cut in cuts] == objects
    assert {cut.within for cut in cuts} <= {"list" if is_keyed else ""}
    assert cutter.found == []


def test_strings_cut_by_the_end_of_a_piece_are_whole(tmp_path):
    path = tmp_path / "document"
    objects = [{"words": f'{"é" * (CHUNK // 2 - shift)}\\" }}]'} for shift in range(12)]
    path.write_text(json.dumps(objects, ensure_ascii=False))
    assert [json.loads(cut.written) for cut in JsonCutter(CleanBytes(path)).cuts()] == objects


def test_a_bomb_is_read_in_little_memory(tmp_path):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=9) as packed:
        packed.write(b'{"version":1,"comments":[{"commentHex":"')
        for _ in range(60):
            packed.write(b"x" * (1 << 20))
    tracemalloc.start()
    records = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120 << 20
    assert {one.reason for one in records} == {"damaged_file"}


def test_a_broken_zip_or_tar_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    with pytest.raises(Refusal) as refused:
        detect(path)
    assert refused.value.code == "bad_zip"
    packed = tmp_path / "x.tar"
    packed.write_bytes(b"\x00" * 100)
    with pytest.raises(Refusal) as refused:
        piece_of_tar(packed, ("dump.sql",))
    assert refused.value.code == "bad_tar"


def test_names_that_climb_open_nothing_outside(tmp_path):
    path = tmp_path / "climbing.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../etc/comments.json", '{"id":"1"}\n')
    (piece,) = pieces_of(path)
    assert (piece.stem, piece.open().read()) == ("comments", b'{"id":"1"}\n')
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "comments.json").symlink_to(tmp_path / "elsewhere")
    assert pieces_of(folder) == []


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"[{}]", b"{}", b'{"version":2}', b"-- PostgreSQL database dump\n"])
def test_what_only_looks_like_an_archive_is_refused(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(Refusal):
        detect(path)
