"""Archives of Remark42, Coral, Discourse, Commento, Hyvor Talk, and tables with a mapping: what is read of each."""

import gzip
from datetime import UTC, datetime

import pytest

from parvis.conversations.archive.detect import detect
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedSpace,
    ArchivedThread,
    Repaired,
    Untaken,
)
from parvis.conversations.tests import archive_samples as samples
from parvis.kit.refusals import Refusal


def read(path, mapping=None):
    return [record for _place, record in detect(path, mapping).read()]


def kinds(records, kind):
    return [record for record in records if isinstance(record, kind)]


def posts(records):
    return {post.ref: post for post in kinds(records, ArchivedPost)}


def told(records):
    return sorted((one.reason, one.ref) for one in kinds(records, Untaken | Repaired))


class TestRemark42:
    @pytest.fixture
    def path(self, tmp_path):
        return samples.remark42(tmp_path / "backup")

    def test_it_is_recognised_with_its_site(self, path):
        archive = detect(path)
        assert (archive.format, archive.source) == ("remark42", "remark42:gazette")

    def test_pages_authors_and_comments_are_read(self, path):
        records = read(path)
        (page,) = kinds(records, ArchivedArticle)
        assert (page.address, page.headline, page.closed) == ("https://old.example/2019/pont", "Le pont & la rivière", True)
        lison, zoe = kinds(records, ArchivedMember)
        assert (lison.ref, lison.name, lison.mail, zoe.mail) == ("user:github_1", "Lison & co", "Lison@Example.org", "")
        one, two = posts(records)["a1"], posts(records)["a2"]
        assert (one.text, one.html, one.format) == ("Enfin !", "<p>Enfin&nbsp;!</p>", "markup")
        assert (one.at, one.pinned_at) == (datetime(2019, 3, 1, 8, 30, 0, 123456, UTC),) * 2
        assert (one.reactions, one.badges) == ({"like": 1, "dislike": 1}, ["verified"])
        assert (two.parent, two.edited_at) == ("a1", datetime(2019, 3, 1, 11, tzinfo=UTC))
        assert posts(records)["a4"].reactions == {"like": 4}

    def test_an_erased_author_is_nobody_and_a_ban_is_told(self, path):
        records = read(path)
        gone = posts(records)["a3"]
        assert (gone.author, gone.standing) == (None, "removed")
        assert told(records) == [("banned", "user:anonymous_2")]
        assert "ae12fe" not in repr(records)

    def test_a_backup_without_users_is_recognised(self, tmp_path):
        path = tmp_path / "b"
        path.write_bytes(b'{"version":1,"users":null,"posts":null}\n{"id":"1"}\n[]\n{"broken\n')
        assert detect(path).format == "remark42"
        assert told(read(path)) == [("unknown_kind", "1"), ("unreadable", ""), ("unreadable", "")]


class TestCoral:
    @pytest.mark.parametrize("as_list", [False, True])
    def test_collections_are_read_from_lines_lists_and_zips(self, tmp_path, as_list):
        folder = samples.coral(tmp_path / "coral", as_list=as_list)
        packed = samples.zipped(folder, tmp_path / "coral.bin")
        assert detect(folder).format == detect(packed).format == "coral"
        assert [one for one in read(folder) if isinstance(one, ArchivedPost)] == kinds(read(packed), ArchivedPost)
        records = read(folder)
        one, two = kinds(records, ArchivedArticle)
        assert (one.headline, one.section, one.closed, two.closed) == ("Le pont rouvre", "Ville", False, True)
        assert one.published_at == datetime(2023, 4, 1, 6, tzinfo=UTC)
        assert [member.name for member in kinds(records, ArchivedMember)] == ["Lison", "Karim", "Awa"]

    def test_revisions_reactions_selection_and_badges_are_kept(self, tmp_path):
        kept = posts(read(samples.coral(tmp_path / "coral")))
        one = kept["c1"]
        assert one.text == '<b>Enfin</b> !<p><a href="https://media.example/g.gif">Youpi</a></p>'
        assert [(revision.text, revision.at.minute) for revision in one.revisions] == [("Enfn", 0)]
        assert one.edited_at == datetime(2023, 4, 1, 9, 2, tzinfo=UTC)
        assert [(who.member, who.kind) for who in one.reacted] == [("user:u2", "agree")]
        assert (one.selected_at, one.badges) == (datetime(2023, 4, 2, tzinfo=UTC), ["Abonnée"])
        assert kept["c2"].reactions == {"like": 3, "dislike": 1}

    def test_states_are_kept_and_bans_are_told(self, tmp_path):
        records = read(samples.coral(tmp_path / "coral"))
        assert {ref: post.standing for ref, post in posts(records).items()} == {
            "c1": "published", "c2": "refused", "c3": "held", "c4": "withdrawn", "c5": "held",
        }  # fmt: skip
        assert posts(records)["c4"].author is None
        assert posts(records)["c2"].parent == "c1"
        assert told(records) == [
            ("banned", "user:u2"), ("banned", "user:u3"), ("no_address", "st3"), ("unknown_standing", "c5"),
        ]  # fmt: skip

    def test_a_collection_that_is_missing_is_told(self, tmp_path):
        records = read(samples.coral(tmp_path / "coral", collections={"comments": samples.CORAL["comments"]}))
        assert ("damaged_file", "") in told(records)
        assert len(posts(records)) == 5


class TestDiscourse:
    @pytest.fixture(params=["tar", "sql", "sql.gz"])
    def path(self, request, tmp_path):
        path = tmp_path / "forum.bin"
        if request.param == "tar":
            return samples.discourse(path)
        dump = samples.DISCOURSE.encode()
        path.write_bytes(gzip.compress(dump) if request.param == "sql.gz" else dump)
        return path

    def test_topics_go_under_their_article_or_in_their_space(self, path):
        assert detect(path).format == "discourse"
        records = read(path)
        (under,) = kinds(records, ArchivedArticle)
        assert (under.address, under.closed) == ("https://old.example/pont", True)
        (space,), (alone,) = kinds(records, ArchivedSpace), kinds(records, ArchivedThread)
        assert (space.key, space.name) == ("la-vie-locale-transports-3", "La vie locale / Transports")
        assert (alone.heading, alone.space, alone.first, alone.closed) == ("Bus & tramways", space.key, "14", False)
        kept = posts(records)
        assert (kept["11"].article, kept["11"].thread, kept["14"].article, kept["14"].thread) == ("100", "", "", "101")

    def test_posts_are_read_with_what_they_answer_and_quote(self, path):
        records = read(path)
        kept = posts(records)
        one, two = kept["11"], kept["12"]
        assert one.text == "Enfin :smile:\nligne\\2 ![plan|10x10](upload://x.png)"
        assert one.html == '<p>Enfin :smile:<br>\nligne\\2 <img src="https://forum.old.example/uploads/x.png" alt="plan"></p>'
        assert (one.parent, one.edited_at) == (None, datetime(2024, 2, 1, 9, 5, tzinfo=UTC))
        assert [(who.member, who.at.hour) for who in one.reacted] == [("user:21", 10)]
        assert (two.parent, two.quotes, two.badges, two.reactions) == ("11", "11", ["staff"], {"like": 3})
        assert "avatar" not in two.html
        assert {ref: post.standing for ref, post in kept.items()} == {
            "11": "published", "12": "published", "14": "published", "15": "removed", "16": "hidden", "17": "published",
        }  # fmt: skip

    def test_members_come_by_their_name_there_and_first_mail(self, path):
        _system, lison, karim = kinds(read(path), ArchivedMember)
        assert (lison.ref, lison.name, lison.mail, karim.name) == ("user:20", "lison", "l@example.org", "karim")

    def test_what_is_private_or_a_machines_is_told_and_left(self, path):
        assert told(read(path)) == [
            ("banned", "user:21"), ("not_a_post", "10"), ("not_a_post", "13"), ("not_public", "102"), ("not_public", "103"),
            ("unreadable", ""),
        ]  # fmt: skip

    def test_tables_as_json_are_read_too(self, tmp_path):
        folder = samples.coral(
            tmp_path / "tables",
            collections={
                "users": [{"id": 20, "username": "lison", "admin": False, "moderator": True}],
                "topics": [{"id": 101, "title": "Bus", "archetype": "regular", "closed": False, "slug": "bus"}],
                "posts": [
                    {"id": 1, "user_id": 20, "topic_id": 101, "post_number": 1, "raw": "Oui", "cooked": "<p>Oui</p>",
                     "created_at": "2024-02-01T08:00:00Z", "post_type": 1, "hidden": False, "user_deleted": False, "version": 1},
                ],
            },
        )  # fmt: skip
        assert detect(folder).format == "discourse"
        (post,) = posts(read(folder)).values()
        assert (post.author, post.standing, post.badges, post.edited_at) == ("user:20", "published", ["staff"], None)

    def test_a_dump_cut_short_says_so(self, tmp_path):
        path = tmp_path / "cut.sql"
        path.write_text(samples.DISCOURSE[: samples.DISCOURSE.index("14\t21\t101")])
        records = read(path)
        assert ("damaged_file", "") in told(records)


class TestCommento:
    @pytest.mark.parametrize("indent", [None, 2])
    def test_it_is_read_on_one_line_or_many(self, tmp_path, indent):
        path = samples.document(tmp_path / "export", samples.COMMENTO, indent=indent)
        assert detect(path).format == "commento"
        records = read(path)
        assert [page.address for page in kinds(records, ArchivedArticle)] == ["https://old.example/pont"]
        (lison,) = kinds(records, ArchivedMember)
        assert (lison.ref, lison.name, lison.mail, lison.joined_at) == (
            "user:h1", "Lison", "l@example.org", datetime(2020, 4, 1, tzinfo=UTC),
        )  # fmt: skip
        kept = posts(records)
        assert (kept["c1"].text, kept["c1"].parent, kept["c1"].reactions) == ("Enfin *oui*", None, {"like": 3})
        assert (kept["c2"].author, kept["c2"].standing, kept["c2"].parent) == (None, "held", "c1")
        assert (kept["c2"].html, kept["c2"].reactions) == (None, {"dislike": 2})
        assert (kept["c3"].standing, kept["c3"].text) == ("removed", "")
        assert told(records) == [("no_date", "c4")]


class TestHyvor:
    @pytest.mark.parametrize("form", ["document", "folder"])
    def test_pages_users_and_comments_are_read(self, tmp_path, form):
        if form == "document":
            path = samples.document(tmp_path / "export", samples.HYVOR)
        else:
            path = samples.coral(tmp_path / "hyvor", as_list=True, collections=samples.HYVOR)
        assert detect(path).format == "hyvor"
        records = read(path)
        assert [(page.ref, page.closed) for page in kinds(records, ArchivedArticle)] == [("7", True)]
        kept = posts(records)
        assert (kept["1"].author, kept["1"].reactions, kept["1"].selected_at) == (
            "user:sso_3", {"like": 2, "dislike": 1}, kept["1"].at,
        )  # fmt: skip
        assert kept["2"].text == '<p><a href="https://x.example">Un &lt;lien&gt;</a></p>'
        assert (kept["2"].standing, kept["2"].parent, kept["3"].standing) == ("held", "1", "refused")
        assert [member.name for member in kinds(records, ArchivedMember)] == ["Lison", "Karim", "Zoé"]
        assert told(records) == [("banned", "user:hyvor_4")]


class TestTable:
    def test_rows_are_read_by_the_mapping(self, tmp_path):
        path, mapping = samples.table(tmp_path)
        archive = detect(path, mapping)
        assert (archive.format, archive.source) == ("table", "maison")
        records = read(path, mapping)
        one, two, four = kinds(records, ArchivedPost)
        assert (one.at, one.text, one.reactions) == (datetime(2021, 3, 1, 8, 30, tzinfo=UTC), "Enfin !", {"like": 4})
        assert (two.at.hour, two.text) == (7, "Deux lignes\net « des ; points »")
        assert (two.parent, two.standing, one.parent) == ("1", "held", None)
        assert (four.author, four.standing) == (None, "held")
        assert told(records) == [("no_date", "3"), ("unknown_standing", "4")]
        lost = kinds(records, Untaken)[0]
        assert (lost.where, lost.detail) == ("line 5", "jamais")

    def test_a_row_without_identifier_always_has_the_same_ref(self, tmp_path):
        path, mapping = samples.table(tmp_path, mapping=samples.MAPPING.replace('ref = "Numéro"\n', ""))
        first = [post.ref for post in kinds(read(path, mapping), ArchivedPost)]
        assert first == [post.ref for post in kinds(read(path, mapping), ArchivedPost)]
        assert len(set(first)) == 3

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            (("delimiter", 'delimiter = ";;"'), "line 3"),
            (("encoding", 'encoding = "klingon"'), "klingon"),
            (("zone", 'zone = "Mars/Phobos"'), "Mars/Phobos"),
            (("zone", 'formats = ["jj/mm"]'), "Cannot overwrite a value"),
            (("ok", 'ok = "sure"'), "line 2"),
            (("text", 'texte = "Message"'), "text"),
            (("likes", 'hearts = "Pour"'), "line 17"),
            (("source", "source = [1"), "line"),
        ],
    )
    def test_a_wrong_mapping_is_refused_where_it_is_wrong(self, tmp_path, wrong, said):
        key, line = wrong
        lines = [line if one.startswith(f"{key} =") else one for one in samples.MAPPING.splitlines()]
        path, mapping = samples.table(tmp_path, mapping="\n".join(lines))
        with pytest.raises(Refusal) as refused:
            detect(path, mapping)
        assert refused.value.code == "bad_mapping"
        assert said in str(refused.value.message).replace("ligne", "line")

    def test_a_column_that_is_not_there_is_named_beside_those_that_are(self, tmp_path):
        path, mapping = samples.table(tmp_path, mapping=samples.MAPPING.replace('"Message"', '"Texte"'))
        with pytest.raises(Refusal, match=r"Texte.*Message"):
            read(path, mapping)
