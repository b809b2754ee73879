"""Articles by feed and sitemap: declared, asked with what was said before, resting after failures, bounded."""

import gzip
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.fetching import Document
from parvis.kit.refusals import Refusal, ServiceDown
from parvis.publishers.acts import find_article
from parvis.publishers.acts.feeds import (
    ask_feed_now,
    declare_feed,
    end_feed,
    feeds_to_ask,
    note_answer,
    note_failure,
    take_listed,
)
from parvis.publishers.jobs import ask_feed, ask_feeds
from parvis.publishers.listings import Listed, read_listing
from parvis.publishers.models import Article, ArticleFeed
from parvis.publishers.reads import feeds_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Le Jour</title>
<item><title>Le pont &amp;amp; la rivière</title><link>https://rivages-jour.example/pont?utm_source=rss</link>
<description>&lt;p&gt;Il &lt;b&gt;rouvre&lt;/b&gt; lundi.&lt;/p&gt;</description><dc:creator>Awa Diop</dc:creator>
<category>Politique</category><pubDate>Sun, 01 Mar 2026 08:00:00 +0100</pubDate></item>
<item><title>Ailleurs</title><link>https://ailleurs.example/x</link></item>
<item><title>Vieux</title><link>https://rivages-jour.example/vieux</link><pubDate>Sun, 01 Mar 2015 08:00:00 +0100</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Un</title>
<link href="/un"/><id>urn:1</id><updated>2026-03-01T10:00:00Z</updated><author><name>Zoé</name></author></entry></feed>"""
NEWS = """<?xml version="1.0"?><!-- x --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://rivages-jour.example/news</loc>
 <news:news><news:publication><news:name>Le Jour</news:name></news:publication>
 <news:publication_date>2026-03-01T09:00:00+01:00</news:publication_date><news:title>L&#8217;été</news:title></news:news></url>
 <url><loc> https://rivages-jour.example/plain </loc><lastmod>2026-02-28</lastmod></url><url/></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/old.xml</loc>
<lastmod>2020-01-01</lastmod></sitemap><sitemap><loc>/news.xml.gz</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"""
EMPTY = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'
DOCUMENTS = {
    "/feed": RSS.encode(),
    "/index.xml": INDEX.encode(),
    "/news.xml.gz": gzip.compress(NEWS.encode()),
    "/old.xml": EMPTY.encode(),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["If-None-Match"]))
        body = self.server.documents.get(self.path)
        same = body is not None and self.headers["If-None-Match"] == '"v1"'
        self.send_response(404 if body is None else 304 if same else 200)
        self.send_header("ETag", '"v1"')
        self.end_headers()
        if body and not same:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def web(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.asked, server.documents = [], dict(DOCUMENTS)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.PARVIS_ADDRESS = server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def manager(house):
    return house.accounts["community_manager"].pk


@pytest.fixture
def site(house):
    return house.daily.sites.get()


def declared(site, manager, address, **given):
    with clock.at(NOW):
        return declare_feed(site=site, address=address, account_id=manager, **given)


def asked(feed):
    with clock.at(NOW):
        ask_feed(feed_id=feed.pk)
    return ArticleFeed.objects.select_related("title").get(pk=feed.pk)


def test_a_feed_brings_its_articles_with_what_it_says_of_them(house, site, manager, web):
    feed = asked(declared(site, manager, f"{web.address}/feed"))
    article = Article.objects.get()
    assert (article.address, article.headline) == ("https://rivages-jour.example/pont", "Le pont & la rivière")
    assert (article.summary, article.authors, article.section) == ("Il rouvre lundi.", ["Awa Diop"], house.politics)
    assert article.published_at == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert (feed.listed, feed.found, feed.elsewhere, feed.error, feed.failures) == (3, 1, 1, "", 0)
    assert Fact.objects.filter(name="ArticleFound").count() == 1


def test_it_is_asked_with_what_was_said_and_changes_nothing_while_it_is_the_same(site, manager, web):
    feed = asked(declared(site, manager, f"{web.address}/feed"))
    again = asked(feed)
    assert web.asked == [("/feed", None), ("/feed", '"v1"')]
    assert (again.found, again.listed, again.etag) == (1, 3, '"v1"')
    with clock.at(NOW):
        ask_feed_now(feed=again, account_id=manager)
    assert asked(again).found == 1
    assert web.asked[-1] == ("/feed", None)


def test_an_index_of_sitemaps_is_followed_to_those_that_changed_last(site, manager, web):
    feed = asked(declared(site, manager, f"{web.address}/index.xml"))
    assert [path for path, _etag in web.asked] == ["/index.xml", "/news.xml.gz", "/old.xml"]
    headlines = dict(Article.objects.values_list("address", "headline"))
    assert headlines == {"https://rivages-jour.example/news": "L’été", "https://rivages-jour.example/plain": ""}
    assert feed.found == 2


def test_a_feed_that_fails_rests_longer_each_time_and_says_why(site, manager, web):
    feed = declared(site, manager, f"{web.address}/nothing", every_minutes=10)
    waits = []
    for _time in range(9):
        feed = asked(feed)
        waits.append(feed.next_at - NOW)
    assert feed.error == "The page answers 404"
    assert waits[:3] == [timedelta(minutes=20), timedelta(minutes=40), timedelta(minutes=80)]
    assert waits[-1] == timedelta(hours=24)
    web.documents["/nothing"] = RSS.encode()
    assert (asked(feed).failures, asked(feed).error) == (0, "")


def test_an_address_inside_the_house_is_never_asked(site, manager):
    feed = asked(declared(site, manager, "http://127.0.0.1:9/feed"))
    assert feed.failures == 1
    assert "unusual port" in feed.error


def test_those_that_are_due_are_taken_once(site, manager, web):
    feed = declared(site, manager, f"{web.address}/feed")
    with clock.at(NOW + timedelta(minutes=1)):
        assert feeds_to_ask(most=10) == [feed.pk]
        assert feeds_to_ask(most=10) == []
    with clock.at(NOW + timedelta(minutes=20)):
        assert ask_feeds(timestamp=0) == 1


def test_who_may_declare_a_feed_and_what(house, other_house, site, manager):
    feed = declared(site, manager, "https://rivages-jour.example/rss", section=house.politics)
    for wrong, code in [
        ({"address": "https://rivages-jour.example/rss#x"}, "feed_known"),
        ({"address": "ftp://x"}, "bad_address"),
        ({"address": "https://rivages-jour.example/2", "every_minutes": 1}, "bad_minutes"),
        ({"address": "https://rivages-jour.example/2", "section": other_house.politics}, "other_title"),
    ]:
        with pytest.raises(Refusal) as refused:
            declare_feed(site=site, account_id=manager, **wrong)
        assert refused.value.code == code
    for stranger in (house.accounts["moderator"].pk, house.accounts["weekly_moderator"].pk, house.accounts["nobody"].pk):
        with pytest.raises(Refusal):
            declare_feed(site=site, address="https://rivages-jour.example/3", account_id=stranger)
        with pytest.raises(Refusal):
            end_feed(feed=feed, account_id=stranger)
    end_feed(feed=feed, account_id=manager)
    end_feed(feed=feed, account_id=manager)
    assert feeds_of(house.daily) == []
    assert Fact.objects.filter(name="FeedEnded").count() == 1
    with pytest.raises(Refusal):
        feed.refresh_from_db()
        ask_feed_now(feed=feed, account_id=manager)


def test_a_listing_tells_anew_only_what_changed(house):
    with clock.at(NOW):
        one = Listed(address="https://rivages-jour.example/a", headline="Avant", published_at=NOW, changed_at=NOW)
        assert take_listed(title=house.daily, listed=[one, one], section=house.politics).found == 1
    with clock.at(NOW + timedelta(hours=1)):
        same = take_listed(title=house.daily, listed=[one])
        later = Listed(address=one.address, headline="Après", changed_at=NOW + timedelta(minutes=30))
        assert (same.told, take_listed(title=house.daily, listed=[later]).told) == (0, 1)
    article = find_article(title=house.daily, address=one.address)
    assert (article.headline, article.section) == ("Après", house.politics)


def test_answers_and_failures_are_kept(house, site, manager):
    feed = declared(site, manager, "https://rivages-jour.example/rss")
    note_failure(feed=feed, why="x" * 500)
    feed.refresh_from_db()
    assert (feed.failures, len(feed.error)) == (1, 300)
    note_answer(feed=feed, document=Document(b"", "", '"a"', "", "", is_same=True))
    feed.refresh_from_db()
    assert (feed.failures, feed.error, feed.etag) == (0, "", "")


def test_relative_links_and_authors_of_atom_are_read():
    (one,) = read_listing(ATOM.encode(), "https://rivages-jour.example/feed/").articles
    assert (one.address, one.authors, one.changed_at) == (
        "https://rivages-jour.example/un", ("Zoé",), datetime(2026, 3, 1, 10, tzinfo=UTC),
    )  # fmt: skip


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"not xml", BOMB, b"\x00\xff" * 50, b"<urlset", b"/etc/passwd", b"http://127.0.0.1:9/"]
)
def test_what_is_no_listing_is_said_to_be_none(body):
    with pytest.raises(ServiceDown):
        listing = read_listing(body, "https://x.example/")
        assert not listing.articles
        raise ServiceDown("empty", permanent=False)


@given(st.binary(max_size=400), st.integers(0, len(RSS)))
def test_any_bytes_give_a_listing_or_a_reason(noise, at):
    for whole in (RSS.encode(), NEWS.encode()):
        try:
            listing = read_listing(whole[:at] + noise + whole[at:], "https://x.example/")
        except ServiceDown:
            continue
        assert all(isinstance(one, Listed) for one in listing.articles)
