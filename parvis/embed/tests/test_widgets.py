"""Lists, feeds and the script of a publisher's own pages."""

import gzip
import json
from html import unescape
from xml.etree import ElementTree

import feedparser
import pytest

from parvis.conversations.acts import select_post, withdraw_post
from parvis.conversations.highlights import excerpt, highlights
from parvis.embed.widgets import SCRIPT
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader, thread


def listed(client, house, kind="latest", **more):
    return client.get("/embed/widget", {"title": house.daily.key, "kind": kind, "lang": "fr", **more})


def test_the_latest_posts_are_those_readers_see(client, house):
    author = reader(house, "Lison B.")
    shown = post(house, member=author, text="La digue tiendra encore un hiver, dit-on au port.")
    withdraw_post(member=author, post_id=post(house, member=author).pk)
    set_policy(group=house.group, title=house.daily, mode="pre")
    post(house)
    answer = listed(client, house)
    items = answer.json()["items"]
    assert [item["id"] for item in items] == [shown.pk]
    assert items[0]["author"] == "Lison B."
    assert items[0]["address"] == f"https://{house.daily.key}.example/pont#parvis-{shown.pk}"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_the_most_active_discussions_come_first_and_the_selection_is_the_newsrooms(client, house):
    quiet = post(house, where=thread(house, "calme"))
    for _number in range(3):
        last = post(house, where=thread(house, "vif"))
    active = listed(client, house, "active").json()["items"]
    assert [item["id"] for item in active] == [last.thread_id, quiet.thread_id]
    assert active[0]["lately"] == 3
    select_post(account_id=house.accounts["journalist"].pk, post_id=quiet.pk)
    assert [item["id"] for item in listed(client, house, "selected").json()["items"]] == [quiet.pk]


def test_a_list_is_bounded_and_narrowed_to_a_section(client, house):
    for number in range(4):
        post(house, where=thread(house, f"sujet-{number}"))
    assert len(listed(client, house, count="2").json()["items"]) == 2
    assert len(listed(client, house, count="zéro").json()["items"]) == 4
    assert listed(client, house, section="politique").json()["items"] == []
    assert listed(client, house, "les-pires").status_code == 422
    assert client.get("/embed/widget", {"title": "nulle-part"}).status_code == 404
    assert highlights(title=house.weekly, kind="latest") == []


@pytest.mark.parametrize(("kind", "queries"), [("latest", 2), ("active", 2), ("selected", 1)])
def test_a_list_costs_two_queries_at_most(house, django_assert_num_queries, kind, queries):
    select_post(account_id=house.accounts["journalist"].pk, post_id=post(house).pk)
    with django_assert_num_queries(queries):
        assert highlights(title=house.daily, kind=kind)


def test_what_a_cache_has_is_not_sent_again(client, house):
    post(house)
    first = listed(client, house)
    assert "stale-while-revalidate" in first["Cache-Control"]
    again = client.get("/embed/widget", {"title": house.daily.key, "lang": "fr"}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_same_list_as_html_to_include(client, house):
    post(house, member=reader(house, "Lison du quai"), text="« La digue » tiendra, <script>oui</script>.")
    for kind in ("latest", "active", "selected"):
        page = client.get("/embed/widget.html", {"title": house.daily.key, "kind": kind, "lang": "fr"}).content.decode()
        assert "<script" not in page
        assert f'class="parvis-list parvis-{kind}"' in page


def test_the_same_list_as_feeds_that_readers_of_feeds_read(client, house):
    written = post(house, member=reader(house, "Lison B."), text="La digue tiendra & l’étale viendra, dit-on au port.")
    rss = client.get("/embed/feed/latest.rss", {"title": house.daily.key, "lang": "fr"})
    assert rss["Content-Type"].startswith("application/rss+xml")
    read = feedparser.parse(rss.content)
    assert not read.bozo
    assert read.entries[0].link == f"https://{house.daily.key}.example/pont#parvis-{written.pk}"
    assert read.entries[0].id.endswith(f"/p/{written.pk}/")
    assert "l’étale viendra" in unescape(read.entries[0].summary)
    told = json.loads(client.get("/embed/feed/latest.json", {"title": house.daily.key, "lang": "fr"}).content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["items"][0]["authors"] == [{"name": "Lison B."}]
    active = client.get("/embed/feed/active.rss", {"title": house.daily.key}).content
    assert ElementTree.fromstring(active).findall(".//item")
    assert client.get("/embed/feed/pires.rss", {"title": house.daily.key}).status_code == 422


def test_the_script_weighs_less_than_4_kilobytes_writes_no_html_and_keeps_nothing(client):
    body = SCRIPT.read_text("utf-8")
    assert len(gzip.compress(body.encode(), 9)) < 4000
    assert not any(word in body for word in ("innerHTML", "outerHTML", "document.cookie", "localStorage", "insertAdjacent"))
    sent = client.get("/embed/widgets.js", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(sent.content).decode() == body
    assert client.get("/embed/widgets.js", headers={"If-None-Match": sent["ETag"]}).status_code == 304


def test_an_excerpt_is_cut_at_a_word():
    assert excerpt("La digue tiendra, encore.", 18) == "La digue tiendra…"
    assert excerpt("court", 20) == "court"
    assert len(excerpt("x" * 500, 20)) <= 20
