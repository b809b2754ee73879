"""The square's pages, as readers and search engines get them without a script."""

import json
import re
from itertools import combinations

import pytest
from django.urls import reverse

from parvis.conversations.acts import pin_post, publish_post, withdraw_post
from parvis.conversations.models import Thread
from parvis.kit.metadata import ArticleMetadata
from parvis.publishers.acts import describe_article
from parvis.site.addresses import thread_address
from parvis.testing.cast import post, reader, thread

NOUNS = (
    "marée",
    "boulangerie",
    "tramway",
    "collège",
    "phare",
    "marché",
    "digue",
    "piscine",
    "chorale",
    "verger",
    "cinéma",
    "quai",
)
WORDS = ["Aujourd’hui, entre " + ", ".join(chosen) + ", tout avance enfin." for chosen in combinations(NOUNS, 4)]


def page_of(found: Thread) -> str:
    return thread_address(Thread.objects.select_related("title", "article").get(pk=found.pk))


@pytest.fixture
def discussion(house):
    """A thread of four posts, one of them a reply, under a described article."""
    first = post(house, member=reader(house, "Lison B."))
    described = ArticleMetadata(
        headline="Le pont, vingt ans après", summary="Une file sans fin.", image="", authors=("Awa",), published_at=None
    )
    describe_article(article=first.thread.article, described=described)
    for _number in range(2):
        post(house)
    post(house, parent=first, member=reader(house, "Papy Voile"))
    return Thread.objects.get(pk=first.thread_id)


def test_the_front_shows_each_title_with_its_discussions(client, house, discussion, django_assert_num_queries):
    with django_assert_num_queries(3):
        body = client.get("/").content.decode()
    assert "Le Jour" in body
    assert "La Semaine" in body
    assert "Le pont, vingt ans après" in body


def test_the_front_says_so_when_nothing_is_open(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert "Aucun journal" in response.content.decode()


def test_a_title_lists_its_discussions_and_nobody_else_s(client, house, discussion, django_assert_num_queries):
    with django_assert_num_queries(3):
        body = client.get(f"/t/{house.daily.key}/discussions/").content.decode()
    assert "Le pont, vingt ans après" in body
    assert "Le pont" not in client.get(f"/t/{house.weekly.key}/discussions/").content.decode()
    assert client.get("/t/nulle-part/discussions/").status_code == 404


def test_a_title_with_many_discussions_is_read_page_after_page(client, house, monkeypatch):
    monkeypatch.setattr("parvis.site.reads.THREADS", 2)
    threads = {post(house, where=thread(house, f"article-{n}")).thread_id for n in range(5)}
    seen, address = [], f"/t/{house.daily.key}/discussions/"
    while address:
        body = client.get(address).content.decode()
        seen += [int(number) for number in re.findall(r'href="/t/[\w-]+/(\d+)/"', body)]
        following = re.search(r'rel="next" href="(\?after=[^"]+)"', body)
        address = f"/t/{house.daily.key}/discussions/{following[1]}" if following else ""
    assert len(seen) == 5
    assert set(seen) == threads


def test_a_thread_is_whole_without_a_script(client, house, discussion):
    body = client.get(page_of(discussion)).content.decode()
    assert "Lison B." in body
    assert "Papy Voile" in body
    assert body.index("Lison B.") < body.index("Papy Voile")
    assert re.search(r'<article class="post" id="parvis-\d+"', body)
    assert '<parvis-discussion title="rivages-jour" url="https://rivages-jour.example/pont" lang="fr" sort="newest">' in body


def test_a_thread_costs_few_queries_whatever_its_size(client, house, discussion, django_assert_max_num_queries):
    address = page_of(discussion)
    with django_assert_max_num_queries(4):
        client.get(address)


def test_a_thread_has_one_address(client, house, discussion):
    address = page_of(discussion)
    assert address.endswith("/le-pont-vingt-ans-apres/")
    response = client.get(f"/t/{house.daily.key}/{discussion.pk}/", {"sort": "oldest"})
    assert (response.status_code, response["Location"]) == (301, f"{address}?sort=oldest")
    assert client.get(f"/t/{house.weekly.key}/{discussion.pk}/").status_code == 404
    assert client.get(f"/t/{house.daily.key}/{10**30}/").status_code == 404


def test_the_comments_of_an_article_belong_to_its_address(client, house, discussion):
    body = client.get(page_of(discussion)).content.decode()
    assert '<link rel="canonical" href="https://rivages-jour.example/pont">' in body
    assert "noindex" not in body


def test_further_pages_are_their_own(client, house, discussion):
    for words in WORDS[::20][:21]:
        post(house, where=thread(house), text=words)
    address = page_of(discussion)
    following = re.search(r'rel="next" href="(\?[^"]+)"', client.get(address).content.decode())[1].replace("&amp;", "&")
    second = client.get(address + following).content.decode()
    after = re.search(r"after=([\w-]+)", following)[1]
    assert f'<link rel="canonical" href="http://testserver{address}?after={after}">' in second
    assert "parvis-discussion" not in second
    assert "parvis.js" not in second


def test_other_orders_are_not_indexed_twice(client, house, discussion):
    body = client.get(page_of(discussion), {"sort": "oldest"}).content.decode()
    assert '<meta name="robots" content="noindex,follow">' in body
    assert client.get(page_of(discussion), {"sort": "loudest"}).status_code == 422


def test_a_thin_thread_asks_search_engines_to_pass_by(client, house):
    body = client.get(page_of(post(house).thread)).content.decode()
    assert '<meta name="robots" content="noindex,follow">' in body


def test_readers_links_are_not_recommendations(client, house):
    found = post(house, text="Les cotes du môle sont ici : [le rapport](https://example.org/rapport) du port.").thread
    body = client.get(page_of(found)).content.decode()
    assert re.search(r'<a href="https://example.org/rapport" rel="[^"]*\bugc\b[^"]*\bnofollow\b', body)


def test_a_spoiler_can_be_reached_by_keyboard(client, house):
    found = post(house, text="La fin du film est magnifique : ||le phare était vide depuis le début||.").thread
    assert '<span class="spoiler" tabindex="0">' in client.get(page_of(found)).content.decode()


def test_a_withdrawn_post_keeps_its_place_but_not_its_words(client, house):
    author = reader(house, "Marin d’eau douce")
    first = post(house, member=author, text="Je retire tout ce que je dis du pont tournant et de la grande écluse du port.")
    post(house, parent=first)
    withdraw_post(member=author, post_id=first.pk)
    body = client.get(page_of(first.thread)).content.decode()
    assert "Commentaire retiré par son auteur" in body
    assert "Marin d" not in body
    assert "grande écluse" not in body


def test_what_the_newsroom_pins_comes_first(client, house, discussion):
    chosen = post(house, where=thread(house), text="Les cotes sont en annexe du rapport, page quatorze.")
    pin_post(account_id=house.accounts["journalist"].pk, post_id=chosen.pk)
    body = client.get(page_of(discussion)).content.decode()
    assert body.count("page quatorze") >= 2
    assert "Épinglé" in body


def test_a_long_branch_is_read_on_its_own_page(client, house, django_assert_max_num_queries):
    first = post(house)
    for words in WORDS[::18][:25]:
        post(house, parent=first, text=words)
    body = client.get(page_of(first.thread)).content.decode()
    rest = re.search(r'href="(/t/[^"]+/replies/\d+/\?after=[^"]+)"', body)[1]
    with django_assert_max_num_queries(5):
        second = client.get(rest)
    assert second.content.decode().count('class="post"') == 21
    last = re.search(r'rel="next" href="(\?after=[^"]+)"', second.content.decode())[1]
    assert client.get(rest.split("?")[0] + last).content.decode().count('class="post"') == 3
    assert client.get(f"/t/{house.weekly.key}/{first.thread_id}/replies/{first.pk}/").status_code == 404
    assert client.get(f"/t/{house.daily.key}/{first.thread_id}/replies/{10**30}/").status_code == 404


def test_a_held_post_is_nowhere(client, house, discussion):
    from parvis.publishers.acts import set_policy

    set_policy(group=house.group, mode="pre")
    held = publish_post(member=reader(house), thread=thread(house), source="Ces mots attendent encore la relecture.")
    assert held.post.standing == "held"
    assert "attendent encore" not in client.get(page_of(discussion)).content.decode()
    address = f"/t/{house.daily.key}/{discussion.pk}/replies/{held.post.pk}/"
    assert client.get(address).status_code == 404


def test_the_charter_gives_each_rule_its_ground(client, house):
    body = client.get(f"/charte/{house.daily.key}/").content.decode()
    assert 'id="regle-3"' in body
    assert "Loi du 29 juillet 1881" in body
    assert "No insults" in client.get(f"/charte/{house.daily.key}/", {"lang": "en"}).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_speaks_both_languages(client, house, discussion, language):
    words = {"fr": "commentaires", "en": "comments"}
    body = client.get(page_of(discussion), {"lang": language}).content.decode()
    assert f'<html lang="{language}"' in body
    assert f"4 {words[language]}" in body.replace("\u202f", " ")


def test_robots_and_the_mark_are_there(client, db):
    assert "Disallow: /desk/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Content-Type"] == "image/svg+xml"


def test_what_is_not_there_is_said_kindly(client, db):
    response = client.get("/rien/du/tout")
    assert response.status_code == 404
    assert "Il n’y a rien à cette adresse" in response.content.decode()


def test_what_machines_are_told_cannot_leave_its_script(client, house):
    found = post(house, text="Un mot </script><script>alert(1)</script> pour voir si le pont tient ce soir.").thread
    body = client.get(page_of(found)).content.decode()
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)
    assert len(told) == 1
    assert json.loads(told[0])["@type"] == "NewsArticle"
    assert "<script>alert" not in body


def test_the_names_of_the_addresses_lead_somewhere():
    assert reverse("site:me") == "/members/me/"
    assert reverse("site:charter", args=["courrier"]) == "/charte/courrier/"
