"""The square: spaces, threads of their own, members, selection; what each costs, and what search engines are told."""

import json
import re

import pytest

from parvis.conversations.acts import (
    archive_space,
    change_profile,
    change_space,
    pin_thread,
    publish_post,
    rename_thread,
    select_post,
    withdraw_post,
)
from parvis.conversations.models import Thread
from parvis.conversations.reads import thread_numbered
from parvis.members.acts import enter_by_account
from parvis.moderation.acts import decide, signal_subject
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.publishers.looks.acts import change_look
from parvis.site import cached
from parvis.site.addresses import member_address, thread_address
from parvis.testing.cast import account, own_thread, post, reader


@pytest.fixture
def halle(house):
    """A lively thread of its own: four posts, one of them nested."""
    opened = own_thread(house, heading="Que faire de la halle ?", text="Elle est vide depuis trois ans, et pourtant si belle.")
    first = post(house, where=thread_numbered(opened.thread_id), member=reader(house, "Aude du fournil"))
    post(house, where=thread_numbered(opened.thread_id))
    post(house, parent=first)
    return thread_numbered(opened.thread_id)


def told(body: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)]


def test_a_titles_home_shows_its_spaces_its_discussions_and_what_was_chosen(client, house, halle, django_assert_num_queries):
    under = post(house)
    select_post(account_id=house.accounts["journalist"].pk, post_id=under.pk)
    with django_assert_num_queries(6):
        body = client.get(f"/t/{house.daily.key}/").content.decode()
    assert "Que faire de la halle ?" in body
    assert f'href="/t/{house.daily.key}/s/agora/"' in body
    assert re.search("Choi(x de|si par) la rédaction", body)
    assert f'href="/t/{house.daily.key}/s/agora/new/"' in body
    assert "halle" not in client.get(f"/t/{house.weekly.key}/").content.decode()


def test_a_group_shows_its_titles_and_no_other_groups(client, house, other_house, halle):
    body = client.get(f"/g/{house.group.key}/").content.decode()
    assert "Le Jour" in body and "La Semaine" in body and "Que faire de la halle" in body
    assert "halle" not in client.get(f"/g/{other_house.group.key}/").content.decode()
    assert client.get("/g/nulle-part/").status_code == 404


def test_a_space_is_read_page_after_page_in_each_order(client, house, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("parvis.site.places.THREADS", 2)
    opened = {own_thread(house).thread_id for _number in range(5)}
    with django_assert_num_queries(6):
        client.get(f"/t/{house.daily.key}/s/agora/")
    for sort in ("active", "newest", "discussed"):
        seen, query = [], f"?sort={sort}"
        while query:
            body = client.get(f"/t/{house.daily.key}/s/agora/{query}").content.decode()
            seen += [int(number) for number in re.findall(r'<h2><a href="/t/[\w-]+/(\d+)/"', body)]
            following = re.search(r'rel="next" href="(\?[^"]+)"', body)
            query = following[1].replace("&amp;", "&") if following else ""
        assert len(seen) == 5
        assert set(seen) == opened
    assert client.get(f"/t/{house.daily.key}/s/agora/?sort=loudest").status_code == 422
    assert client.get(f"/t/{house.daily.key}/s/agora/?after=zzz").status_code == 422
    assert client.get(f"/t/{house.weekly.key}/s/agora/").status_code == 404


def test_a_pinned_thread_comes_first_and_once(client, house, halle):
    for _number in range(3):
        own_thread(house)
    pin_thread(account_id=house.accounts["journalist"].pk, thread_id=halle.pk)
    body = client.get(f"/t/{house.daily.key}/s/agora/").content.decode()
    listed = re.findall(r'<h2><a href="/t/[\w-]+/(\d+)/"', body)
    assert listed[0] == str(halle.pk)
    assert len(listed) == len(set(listed)) == 4


def test_a_space_moved_leads_to_its_new_address(client, house, halle):
    change_space(space_id=halle.space_id, key="forum")
    response = client.get(f"/t/{house.daily.key}/s/agora/")
    assert (response.status_code, response["Location"]) == (301, f"/t/{house.daily.key}/s/forum/")


def test_an_archived_space_is_read_apart(client, house, halle):
    archive_space(space_id=halle.space_id)
    assert "Agora" in client.get(f"/t/{house.daily.key}/archives/").content.decode()
    body = client.get(f"/t/{house.daily.key}/s/agora/").content.decode()
    assert "Cet espace est archivé" in body
    assert "/s/agora/new/" not in body


def test_a_thread_of_its_own_opens_with_its_first_post_and_costs_few_queries(client, house, halle, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        body = client.get(thread_address(halle)).content.decode()
    assert "<h1>Que faire de la halle ?</h1>" in body
    assert body.count("Elle est vide depuis trois ans") >= 2  # the page, and what search engines are told
    assert body.count(f'id="parvis-{halle.first_id}"') == 1
    assert "3 réponses" in body
    assert "parvis-discussion" not in body
    assert "noindex" not in body
    assert f'<link rel="canonical" href="http://testserver{thread_address(halle)}">' in body


def test_a_renamed_thread_leads_to_its_new_address(client, house, halle):
    former = thread_address(halle)
    rename_thread(account_id=house.accounts["journalist"].pk, thread_id=halle.pk, heading="Que faire de la halle aux filets ?")
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, thread_address(thread_numbered(halle.pk)))


def test_a_thread_joined_to_another_leads_there(client, house, halle):
    other = own_thread(house)
    Thread.objects.filter(pk=other.thread_id).update(moved_to=halle.pk)
    assert client.get(f"/t/{house.daily.key}/{other.thread_id}/")["Location"] == thread_address(halle)


def test_removed_words_are_gone_and_held_ones_are_nowhere(client, house, halle):
    first = halle.first
    signal_subject(subject=first.subject, reason="insult", member_id=reader(house).pk)
    decide(
        case_id=Case.objects.get(subject=first.subject).pk,
        account_id=house.accounts["moderator"].pk,
        verdict="refuse",
        rule_number=1,
    )
    assert client.get(thread_address(halle)).status_code == 410
    set_policy(group=house.group, mode="pre")
    held = own_thread(house, heading="Un mot retenu par la rédaction")
    assert client.get(thread_address(thread_numbered(held.thread_id))).status_code == 404
    assert "retenu" not in client.get(f"/t/{house.daily.key}/s/agora/").content.decode()


def test_a_withdrawn_opening_leaves_the_answers_and_is_not_indexed(client, house, halle):
    withdraw_post(member=halle.first.author, post_id=halle.first_id)
    found = thread_numbered(halle.pk)
    body = client.get(thread_address(found)).content.decode()
    assert "Commentaire retiré par son auteur" in body
    assert "halle" not in body.replace("-halle-", "")
    assert "3 réponses" in body
    assert "noindex,follow" in body


def test_search_engines_are_told_what_their_documentation_requires(client, house, halle):
    """DiscussionForumPosting: author with a name, datePublished, and text; comments nested; ProfilePage: mainEntity, name."""
    body = client.get(thread_address(halle)).content.decode()
    (data,) = told(body)
    assert data["@type"] == "DiscussionForumPosting"
    assert data["author"]["name"] and data["datePublished"] and data["text"]
    assert data["url"] == f"http://testserver{thread_address(halle)}"
    assert client.get(data["author"]["url"].removeprefix("http://testserver")).status_code in (200, 301)
    assert data["isPartOf"]["url"].endswith("/s/agora/")
    assert data["commentCount"] == 3
    nested = [comment for comment in data["comment"] if comment.get("comment")]
    assert len(data["comment"]) == 2 and len(nested) == 1
    for comment in [*data["comment"], *nested[0]["comment"]]:
        assert comment["author"]["name"] and comment["datePublished"] and comment["text"]


def test_what_the_newsroom_opens_is_not_said_to_be_a_readers(client, house):
    journalist = enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Inès de la rédaction")
    opened = own_thread(house, member=journalist)
    assert told(client.get(thread_address(thread_numbered(opened.thread_id))).content.decode()) == []


def test_one_post_has_an_address_of_its_own(client, house, halle, django_assert_max_num_queries):
    answer = post(house, where=halle, text="Un marché du soir, avec des lampions et un accordéon.")
    nested = post(house, parent=answer, text="Et des crêpes, si la boulangère est d’accord.")
    address = f"/t/{house.daily.key}/{halle.pk}/posts/{nested.pk}/"
    with django_assert_max_num_queries(5):
        body = client.get(address).content.decode()
    assert "lampions" in body and "crêpes" in body
    assert f'<link rel="canonical" href="http://testserver{thread_address(halle)}">' in body
    assert client.get(f"/t/{house.daily.key}/{halle.pk}/posts/{10**30}/").status_code == 404
    assert client.get(f"/t/{house.daily.key}/{halle.pk}/posts/999999/").status_code == 404


def test_the_selection_says_who_wrote_and_where(client, house, halle, django_assert_num_queries):
    answer = post(house, where=halle, text="Un marché du soir, avec des lampions et un accordéon.")
    select_post(account_id=house.accounts["journalist"].pk, post_id=answer.pk)
    with django_assert_num_queries(3):
        body = client.get(f"/t/{house.daily.key}/selection/").content.decode()
    assert "lampions" in body and "Que faire de la halle ?" in body
    assert "lampions" not in client.get(f"/t/{house.weekly.key}/selection/").content.decode()


def test_a_member_is_known_by_what_they_chose_to_show(client, house, halle, django_assert_max_num_queries):
    author = halle.first.author
    address = member_address(house.daily, author.pk, author.pseudonym)
    with django_assert_max_num_queries(5):
        body = client.get(address).content.decode()
    assert "Elle est vide depuis trois ans" in body
    assert "noindex,follow" in body
    assert author.pseudonym not in client.get(f"/t/{house.daily.key}/members/").content.decode()
    change_profile(member=author, title=house.daily, source="Née sur le quai.", shows_posts=False, is_listed=True)
    body = client.get(address).content.decode()
    assert "Née sur le quai." in body
    assert "Elle est vide" not in body
    assert client.get(f"{address.rsplit('/', 2)[0]}/").status_code == 301
    assert client.get(f"/t/{house.daily.key}/members/{author.pk}/feed.atom").status_code == 404


def test_only_members_who_chose_it_and_write_are_listed_and_indexed(client, house, halle):
    author = halle.first.author
    change_profile(member=author, title=house.daily, source="Née sur le quai.", shows_posts=True, is_listed=True)
    assert author.pseudonym not in client.get(f"/t/{house.daily.key}/members/").content.decode()
    for _number in range(5):
        post(house, member=author, where=halle)
    assert author.pseudonym in client.get(f"/t/{house.daily.key}/members/").content.decode()
    body = client.get(member_address(house.daily, author.pk, author.pseudonym)).content.decode()
    assert "noindex" not in body
    (data,) = told(body)
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"]["name"] == author.pseudonym
    assert data["mainEntity"]["description"] == "Née sur le quai."


def test_a_stranger_to_the_group_has_no_page_there(client, house, other_house, halle):
    stranger = reader(other_house)
    assert client.get(f"/t/{house.daily.key}/members/{stranger.pk}/").status_code == 404
    silent = reader(house)
    assert client.get(f"/t/{house.daily.key}/members/{silent.pk}/").status_code == 404


def test_a_title_wears_its_look(client, house, halle):
    assert "look-" not in client.get(f"/t/{house.daily.key}/").content.decode()
    change_look(title=house.daily, account_id=None, accent_day="#1f4e5f", face="didone")
    body = client.get(f"/t/{house.daily.key}/").content.decode()
    address = re.search(r'href="(/t/[\w-]+/look-1\.css)"', body)[1]
    sheet = client.get(address)
    assert "immutable" in sheet["Cache-Control"]
    assert b"#1f4e5f" in sheet.content
    assert client.get(address.replace("look-1", "look-9"))["Cache-Control"] == "no-cache"
    assert client.get(f"/t/{house.weekly.key}/look-1.css").status_code == 404
    assert client.get(f"/t/{house.daily.key}/logo-1.webp").status_code == 404


def test_the_anonymous_read_from_memory_and_are_told_when_nothing_changed(
    client, house, halle, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(cached, "SECONDS", 60.0)
    address = thread_address(halle)
    first = client.get(address)
    assert "public" in first["Cache-Control"] and "Cookie" in first["Vary"]
    with django_assert_num_queries(0):
        assert client.get(address).content == first.content
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"accept-language": "en"}).content != first.content
    client.force_login(account("lison@lecteurs.example"))
    known = client.get(address)
    assert "private" in known["Cache-Control"]
    assert "ETag" not in known
    cached.pages.forget()


def test_a_page_kept_is_given_up_after_a_second(client, house, halle, monkeypatch):
    monkeypatch.setattr(cached, "SECONDS", -1.0)
    client.get(thread_address(halle))
    publish_post(member=reader(house), thread=halle, source="Une réponse qui doit se voir tout de suite, sans attendre.")
    assert "sans attendre" in client.get(thread_address(halle)).content.decode()


def test_memory_for_pages_is_bounded(monkeypatch):
    monkeypatch.setattr(cached, "MOST_BYTES", 100)
    for number in range(10):
        cached.pages.keep((str(number),), cached._Kept(b"x" * 40, "text/html", '"t"', 1e12))
    assert cached.pages.at_hand(("0",)) is None
    assert cached.pages.at_hand(("9",)) is not None
    cached.pages.forget()


def test_a_shared_space_is_read_at_every_title(client, house):
    from parvis.conversations.acts import open_space, open_thread

    shared = open_space(group=house.group, name="Partout")
    open_thread(
        member=reader(house), title=house.weekly, space=shared, heading="Vu de la semaine", source="Un mot venu de l’autre titre."
    )
    for title in (house.daily, house.weekly):
        body = client.get(f"/t/{title.key}/s/partout/").content.decode()
        assert "Vu de la semaine" in body
        assert f'href="/t/{house.weekly.key}/' in body
        assert "noindex,follow" in body
