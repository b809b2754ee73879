"""WordPress exports."""

from datetime import UTC, datetime

import pytest

from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Untaken
from parvis.conversations.archive.wordpress import WordPressArchive


def head(version="1.2"):
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- un fichier WXR -->\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/{version}/">\n<channel><link>https://old.example</link>'
        "<wp:author><wp:author_login>x</wp:author_login></wp:author>"
    )


def item(*comments, status="publish", link="https://old.example/?p=18", ref="<wp:post_id>18</wp:post_id>"):
    return (
        f"<item><title>L&#8217;été</title><link>{link}</link><pubDate>Tue, 14 Jan 2014 17:31:03 +0000</pubDate>{ref}"
        f"<wp:status>{status}</wp:status>"
        "<wp:post_date_gmt>2014-01-14 16:31:03</wp:post_date_gmt><wp:comment_status>closed</wp:comment_status>"
        '<category domain="post_tag" nicename="x"><![CDATA[x]]></category>'
        f'<category domain="category" nicename="ville"><![CDATA[Ville]]></category>{"".join(comments)}</item>\n'
    )


def comment(ref="2", approved="1", kind="", parent="0", user="0", words="Bonjour.", date="2014-01-14 17:32:12"):
    return (
        f"<wp:comment><wp:comment_id>{ref}</wp:comment_id><wp:comment_author><![CDATA[Ohé &amp; Cie]]></wp:comment_author>"
        "<wp:comment_author_email>o@example.org\n</wp:comment_author_email><wp:comment_author_IP>::1</wp:comment_author_IP>"
        f"<wp:comment_date>2014-01-14 18:32:12</wp:comment_date><wp:comment_date_gmt>{date}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{words}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"
    )


def read(tmp_path, body, version="1.2"):
    path = tmp_path / "wxr.xml"
    path.write_text(head(version) + body + "</channel></rss>")
    return [record for _, record in WordPressArchive(path)]


def kinds(records, kind):
    return [record for record in records if isinstance(record, kind)]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_pages_and_their_comments_are_read(tmp_path, version):
    article, author, post, reply = read(tmp_path, item(comment(), comment("3", parent="2")), version)
    assert article == ArchivedArticle(
        ref="18", address="https://old.example/?p=18", headline="L’été", section="Ville", closed=True,
        published_at=datetime(2014, 1, 14, 16, 31, 3, tzinfo=UTC),
    )  # fmt: skip
    assert (author.name, author.mail) == ("Ohé & Cie", "o@example.org")
    assert (post.at, post.text, post.author) == (datetime(2014, 1, 14, 17, 32, 12, tzinfo=UTC), "Bonjour.", author.ref)
    assert (reply.ref, reply.parent, reply.article) == ("3", "2", "18")


def test_states_are_kept_and_an_unknown_one_waits_for_the_desk(tmp_path):
    states = ["1", "0", "spam", "trash", "post-trashed", "étrange"]
    records = read(tmp_path, item(*(comment(str(number), state) for number, state in enumerate(states, 1))))
    found = [post.standing for post in kinds(records, ArchivedPost)]
    assert found == ["published", "held", "refused", "removed", "removed", "held"]


def test_notices_of_other_sites_are_named_not_taken(tmp_path):
    records = read(tmp_path, item(comment("2", kind="pingback"), comment("3", kind="trackback"), comment("4", kind="comment")))
    assert [(lost.ref, lost.reason) for lost in kinds(records, Untaken)] == [("2", "not_a_post"), ("3", "not_a_post")]
    assert [post.ref for post in kinds(records, ArchivedPost)] == ["4"]


def test_an_account_is_known_by_its_number(tmp_path):
    assert [author.ref for author in kinds(read(tmp_path, item(comment(user="7"))), ArchivedMember)] == ["user:7"]


def test_a_page_without_comments_gives_nothing(tmp_path):
    assert read(tmp_path, item()) == []


def test_a_page_without_a_number_is_known_by_its_address(tmp_path):
    records = read(tmp_path, item(comment(), ref=""))
    assert kinds(records, ArchivedPost)[0].article == "https://old.example/?p=18"


def test_comments_of_a_page_without_an_address_are_named(tmp_path):
    records = read(tmp_path, item(comment(), link="") + item(comment("9")))
    assert [lost.reason for lost in kinds(records, Untaken)] == ["no_address", "article_untaken"]
    assert [post.ref for post in kinds(records, ArchivedPost)] == ["9"]


def test_a_missing_gmt_date_falls_back_on_the_local_one(tmp_path):
    post = kinds(read(tmp_path, item(comment(date="0000-00-00 00:00:00"))), ArchivedPost)[0]
    assert post.at == datetime(2014, 1, 14, 18, 32, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", ["draft", "private", "trash", "future"])
def test_what_was_not_public_there_does_not_become_public_here(tmp_path, status):
    records = read(tmp_path, item(comment(), status=status))
    assert [lost.reason for lost in records] == ["not_public", "article_untaken"]


def test_a_page_behind_a_password_is_not_public(tmp_path):
    records = read(tmp_path, item("<wp:post_password>secret</wp:post_password>", comment()))
    assert [lost.reason for lost in records] == ["not_public", "article_untaken"]
    assert "secret" not in repr(records)
