"""Recognising archives, our own JSON lines, and moving addresses."""

import gzip
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.detect import detect
from parvis.conversations.archive.jsonlines import DECODER, JsonLinesArchive, line_of
from parvis.conversations.archive.moved import moves_of
from parvis.conversations.archive.records import (
    REASONS,
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedReaction,
    ArchivedRevision,
    ArchivedSpace,
    ArchivedThread,
    ArchivedTitle,
    Untaken,
)
from parvis.kit.refusals import Refusal

DISQUS = b'<?xml version="1.0"?>\n<disqus xmlns="http://disqus.com"><category><forum>gazette</forum></category></disqus>'
WXR = (
    b'<?xml version="1.0"?><!-- WordPress eXtended RSS --><?x y?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/">'
    b"<channel><wp:base_site_url>https://old.example</wp:base_site_url></channel></rss>"
)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def written(tmp_path: Path, content: bytes, name="archive.dat") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "form", "source"),
    [
        (DISQUS, "disqus", "disqus:gazette"),
        (b"\xef\xbb\xbf" + DISQUS, "disqus", "disqus:gazette"),
        (DISQUS.decode().encode("utf-16"), "disqus", "disqus:gazette"),
        (gzip.compress(DISQUS), "disqus", "disqus:gazette"),
        (WXR, "wordpress", "wordpress:old.example"),
        (b'\n{"kind":"title","key":"courrier","name":"Le Courrier"}\n', "parvis", "parvis"),
    ],
)
def test_an_archive_is_known_by_what_it_holds(tmp_path, content, form, source):
    archive = detect(written(tmp_path, content, "misleading.txt"))
    assert (archive.format, archive.source) == (form, source)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_archive"),
        (b"\x00" * 5000, "empty_archive"),
        (b"date;auteur;texte\n", "unknown_archive"),
        (b"[{}]", "unknown_archive"),
        (b'{"a":1}', "unknown_archive"),
        (b"<html></html>", "unknown_archive"),
        (b"<rss><channel/></rss>", "unknown_archive"),
        (b'<!DOCTYPE disqus [<!ENTITY a "b">]><disqus/>', "archive_with_doctype"),
        (b"<?xml version='1.0'?><!-- c --><!doctype rss><rss/>", "archive_with_doctype"),
        (b"\x89PNG\r\n\x1a\n", "unknown_archive"),
    ],
)
def test_what_is_no_archive_is_refused_with_what_was_seen(tmp_path, content, code):
    with pytest.raises(Refusal) as refused:
        detect(written(tmp_path, content))
    assert refused.value.code == code


def test_another_sqlite_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE comments (id INTEGER)")
    with pytest.raises(Refusal) as refused:
        detect(path)
    assert refused.value.code == "unknown_archive"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refusal) as refused:
        detect(tmp_path / "nothing.xml")
    assert refused.value.code == "no_archive"


FULL = [
    ArchivedTitle(key="courrier", name="Le Courrier"),
    ArchivedArticle(ref="a", address="https://c.example/1", headline="Un", section="ville", published_at=NOON, closed=True),
    ArchivedMember(ref="m", name="Lison", mail="l@example.org", joined_at=NOON),
    ArchivedPost(
        ref="p", article="a", at=NOON, text="*oui*", format="markup", parent="q", author="m", standing="held", edited_at=NOON,
        reactions={"agree": 2}, html="<p><em>oui</em></p>", language="fr", pinned_at=NOON, selected_at=NOON,
        revisions=[ArchivedRevision(at=NOON, text="non")], reacted=[ArchivedReaction(member="m", kind="agree", at=NOON)],
    ),
]  # fmt: skip


def test_our_form_gives_back_what_was_written(tmp_path):
    path = written(tmp_path, b"".join(line_of(record) for record in FULL))
    assert [record for _, record in JsonLinesArchive(path)] == FULL


def test_lines_that_are_no_records_are_named(tmp_path):
    lines = [
        b"",
        b"   ",
        b"{not json",
        b'{"kind":"poem","ref":"7"}',
        b'{"kind":"post","ref":"8","article":"a","at":"2026-01-01T00:00:00","text":"sans fuseau"}',
        b'{"kind":"post","ref":"9","article":"a"}',
        line_of(FULL[0]).strip(),
        b'"' + b"x" * 9_000_000 + b'"',
        line_of(FULL[1]).strip(),
        b"\xff\xfe{",
    ]
    found = list(JsonLinesArchive(written(tmp_path, b"\n".join(lines))))
    lost = [(place, record.ref, record.reason) for place, record in found if isinstance(record, Untaken)]
    assert lost == [
        ("line 3", "", "unreadable"), ("line 4", "7", "unknown_kind"), ("line 5", "8", "unreadable"),
        ("line 6", "9", "unreadable"), ("line 8", "", "unreadable"), ("line 10", "", "unreadable"),
    ]  # fmt: skip
    assert [record for _, record in found if record in FULL] == FULL[:2]


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_any_words_survive_our_form(ref, words, at):
    words = words.encode("utf-8", "replace").decode()
    ref = ref.encode("utf-8", "replace").decode()
    post = ArchivedPost(ref=ref, article="a", at=at, text=words)
    assert DECODER.decode(line_of(post)) == post


RULES = """
# l’ancien site
http://old.example/ => https://www.courrier.example/
re:https://blog\\.example/\\?p=(\\d+) => https://www.courrier.example/a/\\1
https://www.courrier.example/publicite/ => -
"""


@pytest.fixture
def moves(tmp_path):
    path = tmp_path / "rules"
    path.write_text(RULES)
    return moves_of(path, ["https://www.courrier.example"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://old.example/a?b=c", ("https://www.courrier.example/a?b=c", "")),
        ("https://blog.example/?p=12", ("https://www.courrier.example/a/12", "")),
        ("https://www.courrier.example/b", ("https://www.courrier.example/b", "")),
        ("/2014/test/", ("https://www.courrier.example/2014/test/", "")),
        ("https://www.courrier.example/publicite/1", (None, "left_out")),
        ("https://evil.example/a", (None, "unmapped_address")),
        ("https://www.courrier.example@evil.example/a", (None, "unmapped_address")),
        ("javascript:alert(1)", (None, "unmapped_address")),
        ("//[", (None, "unmapped_address")),
        ("", (None, "unmapped_address")),
    ],
)
def test_the_first_rule_that_fits_moves_an_address(moves, old, new):
    assert moves.today(old) == new


def test_addresses_nothing_maps_are_counted_by_host(moves):
    for number in range(30):
        moves.today(f"https://elsewhere.example/{number}")
    assert moves.unmapped == {"elsewhere.example": 30}
    assert len(moves.examples) == 20


@pytest.mark.parametrize("line", ["un deux", "a =>", "=> b", "re:( => b", "re:a => \\3"])
def test_a_line_that_is_no_rule_is_refused_by_its_number(tmp_path, line):
    path = written(tmp_path, f"# ok\n{line}\n".encode())
    with pytest.raises(Refusal, match="2"):
        moves_of(path, [])


@given(st.text())
def test_a_date_is_read_or_none(words):
    date = date_of(words)
    assert date is None or date.tzinfo is UTC


def test_dates_come_back_in_utc():
    assert date_of("2026-01-02T13:00:00+01:00") == NOON
    assert date_of("Fri, 02 Jan 2026 12:00:00 +0000") == NOON
    assert date_of("2026-01-02 12:00:00") == NOON
    assert date_of("1970-01-01T00:00:00Z") is None


def test_every_reason_has_its_words():
    assert all(words for words in REASONS.values())


DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("record", [ArchivedTitle, ArchivedArticle, ArchivedSpace, ArchivedThread, ArchivedMember, ArchivedPost])
def test_every_field_of_our_form_is_documented(record):
    words = (DOCS / "archive-format.md").read_text()
    heading = f"## `{record.__struct_config__.tag}`"
    section = words[words.index(heading) :].split("\n## ")[0]
    assert [field for field in record.__struct_fields__ if f"| `{field}` |" not in section] == []


def test_every_reason_is_documented():
    words = (DOCS / "how-to" / "import.md").read_text()
    assert [reason for reason, said in REASONS.items() if f"| `{reason}` | {said} |" not in words] == []


def test_the_example_of_the_documentation_is_read(tmp_path):
    words = (DOCS / "archive-format.md").read_text()
    example = words.split("```json\n")[1].split("```")[0]
    records = [record for _, record in JsonLinesArchive(written(tmp_path, example.encode()))]
    assert [type(record) for record in records] == [ArchivedTitle, ArchivedArticle, ArchivedMember, ArchivedPost, ArchivedPost]


def test_a_post_says_its_article_or_its_thread_and_never_both(tmp_path):
    lines = b"".join(
        b'{"kind":"post","ref":"%d","at":"2026-01-02T12:00:00Z","text":"Bonjour"%s}\n' % (number, place)
        for number, place in enumerate([b"", b',"article":"a"', b',"thread":"t"', b',"article":"a","thread":"t"'])
    )
    taken = [record for _place, record in JsonLinesArchive(written(tmp_path, lines))]
    assert [getattr(one, "reason", "") for one in taken] == ["no_place", "", "", "no_place"]
