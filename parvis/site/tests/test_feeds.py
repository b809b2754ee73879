"""Feeds and sitemaps: what is in sight, whole, and nothing else; dates that are true."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from parvis.conversations.acts import change_profile, publish_post, select_post, withdraw_post
from parvis.conversations.models import Thread
from parvis.conversations.reads import thread_numbered
from parvis.kit import clock
from parvis.publishers.acts import set_policy
from parvis.site.addresses import thread_address
from parvis.testing.cast import own_thread, post, reader

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def halle(house):
    with clock.at(DAY):
        opened = own_thread(house, heading="Que faire de la halle ?", text="Elle est *vide* depuis trois ans.")
    for hours in (1, 2):
        with clock.at(DAY + timedelta(hours=hours)):
            post(house, where=thread_numbered(opened.thread_id))
    return thread_numbered(opened.thread_id)


def entries(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content).findall(f"{ATOM}entry"), response


def test_every_feed_carries_the_whole_words_and_is_found_from_its_page(client, house, halle):
    chosen = post(house, where=halle, text="Un marché du soir, avec des lampions et un accordéon.")
    select_post(account_id=house.accounts["journalist"].pk, post_id=chosen.pk)
    t = f"/t/{house.daily.key}"
    places = {
        f"{t}/": (f"{t}/feed.atom", "<em>vide</em>"),
        f"{t}/s/agora/": (f"{t}/s/agora/feed.atom", "<em>vide</em>"),
        thread_address(halle): (f"{t}/{halle.pk}/feed.atom", "lampions"),
        f"{t}/selection/": (f"{t}/selection/feed.atom", "lampions"),
        f"{t}/members/{halle.first.author_id}/": (f"{t}/members/{halle.first.author_id}/feed.atom", "<em>vide</em>"),
    }
    for page, (feed, words) in places.items():
        body = client.get(page, follow=True).content.decode()
        assert f'href="{feed}"' in body, page
        found, _response = entries(client, feed)
        assert any(words in entry.findtext(f"{ATOM}content") for entry in found), feed
        assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found)


def test_an_unchanged_feed_is_not_sent_again(client, house, halle):
    _found, response = entries(client, f"/t/{house.daily.key}/feed.atom")
    again = client.get(f"/t/{house.daily.key}/feed.atom", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert etree.fromstring(response.content).findtext(f"{ATOM}updated").startswith("2026-03-01T08:00:00")


def test_what_is_not_in_sight_is_in_no_feed(client, house, halle):
    gone = post(house, where=halle, text="Des mots que leur autrice a regrettés dès le lendemain.")
    withdraw_post(member=gone.author, post_id=gone.pk)
    set_policy(group=house.group, mode="pre")
    publish_post(member=reader(house), thread=halle, source="Des mots qui attendent encore la rédaction.")
    _found, response = entries(client, f"/t/{house.daily.key}/{halle.pk}/feed.atom")
    assert "regrettés" not in response.content.decode()
    assert "attendent" not in response.content.decode()
    assert client.get(f"/t/{house.weekly.key}/{halle.pk}/feed.atom").status_code == 404


def test_a_feed_costs_few_queries_whatever_it_holds(client, house, halle, django_assert_max_num_queries):
    for _number in range(4):
        own_thread(house)
    for feed in ("feed.atom", "s/agora/feed.atom", f"{halle.pk}/feed.atom", "selection/feed.atom"):
        with django_assert_max_num_queries(5):
            client.get(f"/t/{house.daily.key}/{feed}")


def test_the_sitemap_lists_what_is_worth_it_with_true_dates(client, house, halle, django_assert_num_queries):
    post(house)  # under an article: it belongs to the article
    own_thread(house, heading="Trop mince pour une carte")
    with django_assert_num_queries(1):
        index = etree.fromstring(client.get("/sitemap.xml").content)
    files = {row.findtext(f"{SITEMAP}loc"): row.findtext(f"{SITEMAP}lastmod") for row in index}
    assert [address.split("/")[-1].split("-")[0] for address in files] == ["spaces", "threads"]
    address, dated = next((one, at) for one, at in files.items() if "threads-" in one)
    assert dated == "2026-03-01T10:00:00Z"
    with django_assert_num_queries(2):
        body = b"".join(client.get(address.removeprefix("http://testserver")).streaming_content)
    rows = etree.fromstring(body)
    assert [row.findtext(f"{SITEMAP}loc") for row in rows] == [f"http://testserver{thread_address(halle)}"]
    assert rows[0].findtext(f"{SITEMAP}lastmod") == "2026-03-01T10:00:00Z"


def test_long_lists_are_cut_in_files_that_miss_and_repeat_nothing(client, house, monkeypatch):
    for module in ("measures", "sitemaps"):
        monkeypatch.setattr(f"parvis.site.{module}.MOST_ADDRESSES", 2)
    opened = [own_thread(house) for _number in range(5)]
    Thread.objects.filter(pk__in=[one.thread_id for one in opened]).update(visible_posts=9)
    files = re.findall(r"<loc>http://testserver([^<]+threads-\d+\.xml)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(files) == 3
    listed = [place for file in files for place in re.findall(rb"<loc>([^<]+)", b"".join(client.get(file).streaming_content))]
    assert len(listed) == len(set(listed)) == 5


def test_members_are_listed_when_they_chose_it(client, house, halle):
    author = halle.first.author
    for _number in range(5):
        post(house, member=author, where=halle)
    change_profile(member=author, title=house.daily, source="Née sur le quai.", shows_posts=True, is_listed=True)
    (file,) = re.findall(r"<loc>http://testserver([^<]+members-\d+\.xml)</loc>", client.get("/sitemap.xml").content.decode())
    assert str(author.pk) in b"".join(client.get(file).streaming_content).decode()
    assert client.get(f"/sitemaps/{house.daily.key}/secrets-1.xml").status_code == 404
    assert client.get("/sitemaps/nulle-part/threads-1.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client, db):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
