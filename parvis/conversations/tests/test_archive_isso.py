"""Isso databases, made by Isso itself."""

import gzip
import sqlite3

import pytest
from isso import config, db

from parvis.conversations.archive.detect import detect
from parvis.conversations.archive.isso import IssoArchive
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Untaken


@pytest.fixture
def path(tmp_path):
    return tmp_path / "comments.db"


@pytest.fixture
def isso(path):
    settings = config.new({"general": {"dbpath": str(path), "max-age": "15m"}, "moderation": {"enabled": "false"}})
    house = db.SQLite3(str(path), settings)
    house.threads.new("/2014/été/", "L’été")
    return house


def write(isso, words="Bonjour *toi*", **fields):
    given = {"text": words, "author": "Lison", "email": "l@example.org", "website": None, "mode": 1, "remote_addr": "1.2.3.4"}
    return isso.comments.add("/2014/été/", given | fields)


def read(path):
    return [record for _, record in IssoArchive(path)]


def kinds(records, kind):
    return [record for record in records if isinstance(record, kind)]


def test_threads_authors_and_comments_are_read(isso, path):
    first = write(isso, created=1_400_000_000.5)
    write(isso, "Oui", parent=first["id"])
    article, author, post, reply = read(path)
    assert article == ArchivedArticle(ref="1", address="/2014/été/", headline="L’été")
    assert (author.name, author.mail) == ("Lison", "l@example.org")
    assert (post.text, post.format, post.at.timestamp()) == ("Bonjour *toi*", "markup", 1_400_000_000.5)
    assert (reply.parent, reply.author) == (post.ref, author.ref)


def test_votes_are_kept_as_reactions_and_addresses_are_not_read(isso, path):
    number = write(isso)["id"]
    isso.comments.vote(True, number, "9.9.9.9")
    isso.comments.vote(False, number, "8.8.8.8")
    records = read(path)
    assert kinds(records, ArchivedPost)[0].reactions == {"like": 1, "dislike": 1}
    assert "1.2.3.4" not in repr(records)


def test_states_are_kept(isso, path):
    kept = write(isso)["id"]
    write(isso, "Réponse", parent=kept)
    write(isso, "En attente", mode=2)
    isso.comments.delete(kept)
    posts = kinds(read(path), ArchivedPost)
    assert [post.standing for post in posts] == ["withdrawn", "published", "held"]
    assert (posts[0].author, posts[0].text) == (None, "")


def test_a_comment_nobody_can_date_or_place_is_named(isso, path):
    write(isso)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE comments SET created = 'demain'")
        connection.execute("INSERT INTO comments (tid, created, mode, text, voters) VALUES (NULL, 1400000000, 1, 'perdu', x'')")
        connection.execute("INSERT INTO comments (tid, created, mode, text, voters) VALUES (1, 1400000000, 9, 'étrange', x'')")
    assert [lost.reason for lost in kinds(read(path), Untaken)] == ["no_date", "unknown_article", "unreadable"]


def test_words_that_are_not_utf_8_are_still_read(isso, path):
    write(isso)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE comments SET text = CAST(x'64e96ae000' AS TEXT)")
    assert kinds(read(path), ArchivedPost)[0].text == "déjà"


def test_an_older_table_without_votes_is_read(isso, path):
    write(isso)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE comments DROP COLUMN likes")
        connection.execute("ALTER TABLE comments DROP COLUMN notification")
    assert len(kinds(read(path), ArchivedPost)) == 1


def test_a_compressed_database_is_read(isso, path, tmp_path):
    write(isso)
    packed = tmp_path / "copy.bin"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert detect(packed).format == "isso"
    assert len(kinds(read(packed), ArchivedMember)) == 1


def test_a_damaged_database_says_so(isso, path):
    for number in range(200):
        write(isso, f"{number} " * 200)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    assert [lost.reason for lost in kinds(read(path), Untaken)] == ["damaged_file"]


def test_reading_never_writes_in_the_database(isso, path):
    write(isso)
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
