"""The page of the articles."""

from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.conversations.models import Thread
from parvis.publishers.acts import find_article
from parvis.publishers.models import Article, ArticleFeed, FormerAddress
from parvis.testing.cast import post, thread

BASE = "https://rivages-jour.example"


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/articles/{more}"


def declared(client, house, **given):
    said = {"address": f"{BASE}/rss", "site": house.daily.sites.get().pk, "section": house.politics.pk, "every_minutes": 15}
    return client.post(address(house), said | given)


def test_a_feed_is_declared_asked_and_stopped(as_role, house):
    client = as_role("community_manager")
    assert declared(client, house).status_code == 302
    feed = ArticleFeed.objects.get()
    assert (feed.address, feed.section, feed.every_minutes) == (f"{BASE}/rss", house.politics, 15)
    page = client.get(address(house)).content.decode()
    assert f"{BASE}/rss" in page
    assert client.post(address(house, "feed/"), {"feed": feed.pk, "verb": "ask"}).status_code == 302
    assert client.post(address(house, "feed/"), {"feed": feed.pk, "verb": "end"}).status_code == 302
    assert client.post(address(house, "feed/"), {"feed": feed.pk, "verb": "end"}).status_code == 404
    assert ArticleFeed.objects.get().ended_at


def test_a_wrong_feed_is_told_beside_its_field(as_role, house):
    client = as_role("community_manager")
    declared(client, house)
    for given, field in [
        ({}, "address"),
        ({"address": "ftp://x"}, "address"),
        ({"every_minutes": 1}, "every_minutes"),
        ({"site": 0}, "site"),
    ]:
        response = declared(client, house, **given)
        assert response.status_code == 422
        assert response.context["feed_form"].errors[field]


def test_an_article_moves_and_two_are_made_one(as_role, house):
    client = as_role("community_manager")
    first, second = post(house, where=thread(house, "un")), post(house, where=thread(house, "deux"))
    assert client.post(address(house, "move/"), {"old": f"{BASE}/un", "new": f"{BASE}/a"}).status_code == 302
    taken = client.post(address(house, "move/"), {"old": f"{BASE}/a", "new": f"{BASE}/deux"})
    assert (taken.status_code, bool(taken.context["move_form"].errors["new"])) == (422, True)
    assert client.post(address(house, "move/"), {"old": f"{BASE}/a", "new": f"{BASE}/deux", "merge": "on"}).status_code == 302
    first.refresh_from_db()
    assert first.thread_id == second.thread_id
    page = client.get(address(house))
    (merge,) = page.context["merges"]
    assert "un" in page.content.decode()
    assert client.post(address(house, "part/"), {"merge": merge.pk}).status_code == 302
    first.refresh_from_db()
    assert first.thread_id != second.thread_id
    assert client.post(address(house, "part/"), {"merge": merge.pk}).status_code == 404


def test_unknown_and_foreign_addresses_are_told(as_role, house):
    client = as_role("community_manager")
    find_article(title=house.daily, address=f"{BASE}/un")
    for old, new, field in [(f"{BASE}/rien", f"{BASE}/x", "old"), (f"{BASE}/un", "https://ailleurs.example/", "new")]:
        response = client.post(address(house, "move/"), {"old": old, "new": new})
        assert response.status_code == 422
        assert response.context["move_form"].errors[field]


def test_a_map_is_rehearsed_then_applied(as_role, house):
    client = as_role("community_manager")
    post(house, where=thread(house, "un"))
    file = SimpleUploadedFile("map.csv", f"old;new\n{BASE}/un;{BASE}/archives/un\n{BASE}/rien;{BASE}/x\n".encode())
    rehearsed = client.post(address(house, "map/"), {"file": file, "verb": "rehearse"})
    assert (rehearsed.context["told"].moved, rehearsed.context["told"].unknown) == (1, 1)
    assert not FormerAddress.objects.exists()
    text = rehearsed.context["map_form"].initial["text"]
    applied = client.post(address(house, "map/"), {"text": text, "verb": "apply"})
    assert applied.context["told"].moved == 1
    assert Article.objects.get().address == f"{BASE}/archives/un"
    assert Thread.objects.get().article.address == f"{BASE}/archives/un"


def test_a_map_that_cannot_be_read_is_told(as_role, house):
    client = as_role("community_manager")
    for content in (b"", b"\xff\xfe\x00", f"old,new\n{BASE}/un\n".encode()):
        given = {"file": SimpleUploadedFile("map.csv", content)} if content else {}
        response = client.post(address(house, "map/"), given)
        assert response.status_code == 422
        assert response.context["map_form"].errors["file"]
