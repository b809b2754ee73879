"""Disqus exports, whole, damaged and hostile."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.archive.disqus import DisqusArchive
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Repaired, Untaken

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
)
THREAD = (
    '<category dsq:id="9"><forum>gazette</forum><title>Sports</title></category>'
    '<thread dsq:id="2"><id>a</id><forum>gazette</forum><category dsq:id="9"/><link>https://old.example/a</link>'
    "<title>Le quorum &amp; la digue</title><createdAt>2013-10-01T08:00:00Z</createdAt><isClosed>false</isClosed></thread>\n"
)


def post(
    ref="4", words="<p>Bonjour.</p>", parent="", flags="<isDeleted>false</isDeleted><isSpam>false</isSpam>", thread="2",
    author="<author><name>Lison</name><isAnonymous>false</isAnonymous><username>lison</username></author>",
    at="2013-10-10T19:20:29Z",
):  # fmt: skip
    answers = f'<parent dsq:id="{parent}"/>' if parent else ""
    return (
        f'<post dsq:id="{ref}"><id/><message><![CDATA[{words}]]></message><createdAt>{at}</createdAt>{flags}{author}'
        f'<ipAddress>127.0.0.1</ipAddress><thread dsq:id="{thread}"/>{answers}</post>\n'
    )


def read(tmp_path: Path, body, head=HEAD, end="</disqus>", name="export.xml"):
    path = tmp_path / name
    whole = (head + body + end) if isinstance(body, str) else head.encode() + body + end.encode()
    path.write_bytes(whole.encode() if isinstance(whole, str) else whole)
    return [record for _, record in DisqusArchive(path)]


def kinds(records, kind):
    return [record for record in records if isinstance(record, kind)]


def test_articles_authors_and_posts_are_read_in_order(tmp_path):
    article, author, first, reply = read(tmp_path, THREAD + post() + post("5", "<p>Oui.</p>", parent="4"))
    assert article == ArchivedArticle(
        ref="2", address="https://old.example/a", headline="Le quorum & la digue", section="Sports",
        published_at=datetime(2013, 10, 1, 8, tzinfo=UTC),
    )  # fmt: skip
    assert author == ArchivedMember(ref="user:lison", name="Lison")
    assert (first.ref, first.article, first.parent, first.author) == ("4", "2", None, "user:lison")
    assert first.at == datetime(2013, 10, 10, 19, 20, 29, tzinfo=UTC)
    assert (reply.parent, reply.text, reply.standing) == ("4", "<p>Oui.</p>", "published")


def test_states_are_kept(tmp_path):
    body = (
        post("1", flags="<isDeleted>true</isDeleted><isSpam>false</isSpam>")
        + post("2", flags="<isDeleted>false</isDeleted><isSpam>true</isSpam>")
        + post("3", flags="<isDeleted>false</isDeleted><isSpam>false</isSpam><isApproved>false</isApproved>")
        + post("4", flags="<isDeleted>false</isDeleted><isApproved>true</isApproved>")
    )
    assert [one.standing for one in kinds(read(tmp_path, THREAD + body), ArchivedPost)] == [
        "removed",
        "refused",
        "held",
        "published",
    ]


def test_guests_are_one_member_per_mail_or_name(tmp_path):
    def guest(name, mail=""):
        return f"<author><name>{name}</name><email>{mail}</email><isAnonymous>true</isAnonymous></author>"

    body = post("1", author=guest("Ana", "ana@example.org")) + post("2", author=guest("Ana B.", "ANA@example.org"))
    body += (
        post("3", author=guest("Ana")) + post("4", author=guest("ana ")) + post("5", author="<author/>") + post("6", author="")
    )
    records = read(tmp_path, THREAD + body)
    assert [member.name for member in kinds(records, ArchivedMember)] == ["Ana", "Ana"]
    authors = [one.author for one in kinds(records, ArchivedPost)]
    assert authors[0] == authors[1] and authors[2] == authors[3] and authors[0] != authors[2]
    assert authors[4:] == [None, None]


def test_a_compressed_export_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(gzip.compress((HEAD + THREAD + post() + "</disqus>").encode()))
    assert len([record for _, record in DisqusArchive(path)]) == 3


def test_an_export_without_its_namespace_is_read(tmp_path):
    head = HEAD.replace(' xmlns="http://disqus.com"', "")
    assert len(kinds(read(tmp_path, THREAD + post(), head=head), ArchivedPost)) == 1


def test_records_that_lack_something_are_named_with_the_reason(tmp_path):
    body = (
        '<thread dsq:id="3"><id/></thread>' + THREAD + post("", "<p>x</p>") + post("7", at="hier")
        + post("8", at="0000-00-00T00:00:00Z") + post("9").replace('<thread dsq:id="2"/>', "")
    )  # fmt: skip
    lost = [(one.kind, one.ref, one.reason) for one in kinds(read(tmp_path, body), Untaken)]
    assert lost == [
        ("article", "3", "no_address"), ("post", "", "no_ref"), ("post", "7", "no_date"), ("post", "8", "no_date"),
        ("post", "9", "unknown_article"),
    ]  # fmt: skip


def test_bytes_of_another_encoding_are_read_as_windows_1252_and_told(tmp_path):
    damaged = (THREAD + post(words="<p>déjà vu</p>")).encode().replace("déjà".encode(), "déjà’".encode("cp1252"))
    records = read(tmp_path, damaged)
    assert kinds(records, ArchivedPost)[0].text == "<p>déjà’ vu</p>"
    assert [one.reason for one in kinds(records, Repaired)] == ["bad_encoding"]


def test_a_declared_encoding_is_obeyed(tmp_path):
    head = HEAD.replace("utf-8", "iso-8859-1")
    body = (THREAD + post(words="<p>été</p>")).encode("latin-1")
    assert kinds(read(tmp_path, body, head=head), ArchivedPost)[0].text == "<p>été</p>"


def test_utf_16_is_read(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes((HEAD + THREAD + post(words="<p>été</p>") + "</disqus>").encode("utf-16"))
    assert [record.text for _, record in DisqusArchive(path) if isinstance(record, ArchivedPost)] == ["<p>été</p>"]


def test_forbidden_characters_do_not_stop_the_reading(tmp_path):
    records = read(tmp_path, THREAD + post("1", "<p>a\x00b\x0bc&#0;</p>\x1f") + post("2"))
    assert [one.ref for one in kinds(records, ArchivedPost)] == ["1", "2"]
    assert not set("\x00\x0b\x1f") & set(kinds(records, ArchivedPost)[0].text)


def test_broken_nesting_loses_nothing_silently(tmp_path):
    broken = post("5").replace("</post>", "").replace("</author>", "")
    records = read(tmp_path, THREAD + post("4") + broken + post("6") + post("7"))
    assert {"4", "6", "7"} <= {one.ref for one in kinds(records, ArchivedPost)}
    named = {one.ref for one in kinds(records, ArchivedPost)} | {one.ref for one in kinds(records, Untaken)}
    assert "5" in named
    assert [(one.reason, one.where) for one in kinds(records, Repaired)] == [("damaged_file", "line 5")]


@pytest.mark.parametrize(
    "damage",
    ["a < b & c", "<b>", "</b></i>", "</author>", "]]>", "<![CDATA[x", "<!-- x", "<post", "<a b=c d>", "&nope;", "<?x", "\x00<"],
)
def test_a_damaged_record_takes_no_other_with_it(tmp_path, damage):
    broken = post("5").replace("<![CDATA[<p>Bonjour.</p>]]>", damage)
    records = read(tmp_path, THREAD + post("4") + broken + "".join(post(str(number)) for number in range(10, 60)))
    taken = [one.ref for one in kinds(records, ArchivedPost)]
    assert {"4", *map(str, range(11, 60))} <= set(taken)
    named = set(taken) | {one.ref for one in kinds(records, Untaken)}
    places = {one.where for one in kinds(records, Repaired) + kinds(records, Untaken)}
    assert {"5", "10"} <= named or "line 5" in places
    assert places or damage == "&nope;"


def test_named_characters_of_html_are_understood(tmp_path):
    records = read(tmp_path, THREAD.replace("Le quorum", "L&rsquo;&eacute;t&eacute;") + post())
    assert kinds(records, ArchivedArticle)[0].headline == "L’été & la digue"


def test_record_tags_inside_words_are_words(tmp_path):
    words = '<p>Écrire </post> puis <post dsq:id="9"> et <thread/></p>'
    records = read(tmp_path, THREAD + "<!-- <post dsq:id='8'> -->" + post("4", words) + post("5"))
    assert [(one.ref, one.text) for one in kinds(records, ArchivedPost)] == [("4", words), ("5", "<p>Bonjour.</p>")]


def test_a_record_without_end_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("parvis.conversations.archive.xml.LONGEST_RECORD", 1 << 20)
    endless = post("5", "x" * (3 << 20)).replace("]]>", "").replace("</post>", "")
    records = read(tmp_path, THREAD + post("4") + endless + "<a>" * 500_000 + post("6"))
    assert {"4", "6"} <= {one.ref for one in kinds(records, ArchivedPost)}
    assert any("16 MB" in one.detail for one in kinds(records, Untaken))


def test_a_file_cut_short_keeps_what_came_before_and_says_so(tmp_path):
    whole = HEAD + THREAD + post("4") + post("5")
    path = tmp_path / "cut.xml"
    path.write_text(whole[: whole.rindex("<createdAt>") + 15])
    records = [record for _, record in DisqusArchive(path)]
    assert [one.ref for one in kinds(records, ArchivedPost)] == ["4"]
    assert {"damaged_file"} <= {one.reason for one in kinds(records, Untaken)}


def test_a_compressed_file_cut_short_keeps_what_came_before_and_says_so(tmp_path):
    posts = "".join(post(str(n), f"<p>{n * 7919} {n**5}</p>") for n in range(4000))
    packed = gzip.compress((HEAD + THREAD + posts + "</disqus>").encode())
    path = tmp_path / "cut.xml.gz"
    path.write_bytes(packed[: len(packed) // 2])
    records = [record for _, record in DisqusArchive(path)]
    assert len(kinds(records, ArchivedPost)) > 500
    assert any("file" in one.kind for one in kinds(records, Untaken))


def test_entities_are_never_expanded_nor_files_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE disqus [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    head = HEAD.replace("<disqus", doctype + "<disqus")
    body = (THREAD + post("4").replace("<![CDATA[<p>Bonjour.</p>]]>", "&x;&l11;")).replace("Le quorum", "&l11;")
    records = read(tmp_path, body, head=head)
    assert "TOP SECRET" not in repr(records)
    assert len(repr(records)) < 20_000


def test_a_long_comment_is_read_whole(tmp_path):
    assert len(kinds(read(tmp_path, THREAD + post(words="é" * 300_000)), ArchivedPost)[0].text) == 300_000


def test_an_empty_file_gives_nothing_but_a_warning(tmp_path):
    path = tmp_path / "empty.xml"
    path.write_bytes(b"")
    assert [record.reason for _, record in DisqusArchive(path)] == ["damaged_file"]


def test_a_discussion_deleted_there_does_not_come_back_here(tmp_path):
    records = read(tmp_path, THREAD.replace("</thread>", "<isDeleted>true</isDeleted></thread>") + post())
    assert [one.reason for one in kinds(records, Untaken)] == ["not_public"]


def test_what_the_peers_own_importer_is_tried_on_is_read(tmp_path):
    import isso
    from isso import config, db
    from isso.migrate import Disqus

    sample = Path(isso.__file__).parent / "tests" / "disqus.xml"
    theirs = db.SQLite3(str(tmp_path / "isso.db"), config.new({"general": {"dbpath": "", "max-age": "15m"}, "moderation": {}}))
    Disqus(theirs, str(sample), empty_id=True).migrate()
    number = theirs.execute("SELECT count(*) FROM comments").fetchone()[0]
    ours = kinds([record for _, record in DisqusArchive(sample)], ArchivedPost)
    assert len(ours) >= number > 0


def test_words_written_as_elements_keep_their_tags(tmp_path):
    body = post("4").replace("<![CDATA[<p>Bonjour.</p>]]>", "1 &lt; 2 <p>Oui <b>vraiment</b></p>")
    words = kinds(read(tmp_path, THREAD + body), ArchivedPost)[0].text
    assert words.startswith("1 &lt; 2 <p")
    assert "Oui <b>vraiment</b></p>" in words


FRAGMENTS = [
    "<",
    ">",
    "&",
    ";",
    "/",
    "!",
    "[",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "</post>",
    "<post ",
    "<thread/>",
    "\x00",
    "é",
    '"',
    "a",
]


@given(at=st.integers(0, 4000), cut=st.integers(0, 300), put=st.lists(st.sampled_from(FRAGMENTS), max_size=8))
def test_whatever_the_damage_the_rest_is_read(tmp_path_factory, at, cut, put):
    posts = "".join(post(str(number)) for number in range(100, 140))
    whole = HEAD + THREAD + posts + "</disqus>"
    at = min(at, len(whole))
    before = (whole[:at].count("</post>"), whole[at + cut :].count("<post "))
    path = tmp_path_factory.mktemp("damaged") / "export.xml"
    path.write_bytes((whole[:at] + "".join(put) + whole[at + cut :]).encode())
    records = [record for _, record in DisqusArchive(path)]
    taken = [one.ref for one in kinds(records, ArchivedPost)]
    assert taken[: before[0]] == [str(number) for number in range(100, 100 + before[0])]
    assert "139" in taken or at < len(HEAD) or before[1] < 3 or not {"<!--", "<![CDATA["}.isdisjoint(put)
