"""What machines do with a key: articles, discussions, posts."""

import pytest

from parvis.api.tests.conftest import made_key
from parvis.conversations.models import Post
from parvis.members.acts import make_signing_key
from parvis.members.models import Member
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader, thread


def test_an_article_is_described_then_discussed(ask, house):
    address = f"https://{house.daily.key}.example/digue"
    described = ask("PUT", "articles", {"address": address, "headline": "La digue tient", "section": "mer", "authors": ["A. Q."]})
    assert described.status_code == 200
    assert described.json()["section"] == "mer"
    sent = {"address": address, "author": {"subject": "42", "name": "Lison B."}, "text": "La digue tiendra encore un hiver."}
    made = ask("POST", "posts", sent)
    assert made.status_code == 201
    listed = ask("GET", "articles").json()["articles"][0]
    assert ask("GET", f"articles/{listed['id']}").json() == listed
    page = ask("GET", f"threads/{listed['thread']}").json()
    assert page["posts"][0]["author"]["name"] == "Lison B."
    read = ask("GET", f"posts/{made.json()['post']['id']}").json()
    assert (read["html"], read["source"]) == ("<p>La digue tiendra encore un hiver.</p>", "La digue tiendra encore un hiver.")


def test_an_article_of_another_site_is_not_believed(ask):
    refused = ask("PUT", "articles", {"address": "https://ailleurs.example/x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "origin_not_allowed")


def test_the_reader_of_the_api_and_of_single_sign_on_are_one_when_the_issuer_is_named(ask, house):
    make_signing_key(group=house.group, title=house.daily, issuer="test", account_id=None)
    lison = reader(house, "Lison du port")
    subject = lison.identities.get().subject
    sent = {"address": f"https://{house.daily.key}.example/pont", "text": "Un mot de plus sur la digue, sans rien dire d’autre."}
    known = ask("POST", "posts", sent | {"author": {"subject": subject, "issuer": "test"}})
    assert known.json()["post"]["author"]["id"] == lison.pk
    unknown = ask("POST", "posts", sent | {"author": {"subject": "9", "issuer": "ailleurs"}}).json()["error"]
    assert (unknown["code"], list(unknown["fields"])) == ("unknown_issuer", ["author.issuer"])
    assert list(ask("POST", "posts", sent | {"author": {"subject": "9"}}).json()["error"]["fields"]) == ["author.name"]


def test_a_post_is_changed_and_withdrawn_in_its_authors_name_only(ask, house):
    author = {"subject": "42", "name": "Lison B."}
    sent = {"address": f"https://{house.daily.key}.example/pont", "author": author, "text": "La digue tiendra un hiver."}
    number = ask("POST", "posts", sent).json()["post"]["id"]
    changed = ask("PATCH", f"posts/{number}", {"text": "La digue tiendra deux hivers.", "author": author})
    assert changed.json()["post"]["html"] == "<p>La digue tiendra deux hivers.</p>"
    history = ask("GET", f"posts/{number}/history").json()
    assert [row["source"] for row in history["revisions"]] == ["La digue tiendra un hiver."]
    assert [step["after"] for step in history["standings"]] == ["published"]
    assert ask("PATCH", f"posts/{number}", {"text": "Autre chose.", "author": {"subject": "7"}}).status_code == 404
    assert ask("DELETE", f"posts/{number}").status_code == 404
    assert ask("DELETE", f"posts/{number}?subject=42").json()["standing"] == "withdrawn"


def test_the_person_behind_the_key_speaks_with_their_badge(ask, house):
    where = post(house).thread_id
    said = ask("POST", f"threads/{where}/replies", {"text": "La rédaction a posé la question à la mairie."})
    assert said.status_code == 201
    assert said.json()["post"]["author"]["badges"] == ["staff:community_manager"]
    own = said.json()["post"]["id"]
    assert ask("PATCH", f"posts/{own}", {"text": "La rédaction a reçu la réponse."}).status_code == 200
    assert ask("DELETE", f"posts/{own}").status_code == 200
    assert Member.objects.filter(account=house.accounts["community_manager"]).count() == 1


def test_a_thread_is_closed_and_opened_again(ask, house):
    written = post(house)
    assert ask("POST", f"threads/{written.thread_id}/closing", {"reason": "La nuit"}).json()["standing"] == "closed"
    assert ask("GET", f"threads/{written.thread_id}").json()["thread"]["open"] is False
    assert ask("DELETE", f"threads/{written.thread_id}/closing").json()["standing"] == "open"


def test_a_post_is_pinned_and_selected_and_let_go(ask, house):
    written = post(house)
    for honour, shown in {"pin": "pinned", "selection": "selected"}.items():
        assert ask("PUT", f"posts/{written.pk}/{honour}").json()["standing"] == shown
        assert ask("GET", f"threads/{written.thread_id}/posts?show=honoured").json()["posts"][0]["id"] == written.pk
        assert ask("DELETE", f"posts/{written.pk}/{honour}").json()["standing"] == f"un{shown}"
    assert ask("GET", f"threads/{written.thread_id}/posts?show=honoured").json()["posts"] == []


def test_every_post_of_the_title_is_listed_with_its_standing_and_case(ask, house, monkeypatch):
    monkeypatch.setattr("parvis.api.paged.PAGE", 1)
    shown = post(house)
    set_policy(group=house.group, title=house.daily, mode="pre")
    held = post(house)
    first = ask("GET", "posts").json()
    assert [(row["id"], row["standing"]) for row in first["posts"]] == [(held.pk, "held")]
    assert first["posts"][0]["case"] == ask("GET", "cases").json()["cases"][0]["id"]
    assert [row["id"] for row in ask("GET", f"posts?after={first['next']}").json()["posts"]] == [shown.pk]
    assert [row["id"] for row in ask("GET", "posts?standing=published").json()["posts"]] == [shown.pk]


def test_a_key_opens_its_own_title_only(ask, house, other_house):
    elsewhere = post(house, where=None)
    for title in (house.weekly, other_house.daily):
        assert ask("GET", "articles", title=title).status_code == 404
        assert ask("GET", f"posts/{elsewhere.pk}", title=title).status_code == 404


def test_the_threads_of_a_title_are_listed_and_counted(ask, house):
    written = post(house)
    listed = ask("GET", "threads").json()
    assert [(row["id"], row["count"], row["open"]) for row in listed["threads"]] == [(written.thread_id, 1, True)]
    assert listed["next"] is None
    address, silent = listed["threads"][0]["address"], f"https://{house.daily.key}.example/silence"
    assert ask("GET", f"counts?address={address}&address={silent}").json()["counts"] == {address: 1, silent: 0}
    assert ask("GET", "threads", title=house.weekly).status_code == 404
    assert ask("GET", f"counts?address={address}", title=house.weekly).status_code == 404


def test_the_next_page_of_threads_starts_after_the_last_shown(ask, house, monkeypatch):
    monkeypatch.setattr("parvis.api.paged.PAGE", 1)
    first, second = (post(house, where=thread(house, slug)).thread_id for slug in ("un", "deux"))
    page = ask("GET", "threads").json()
    assert [row["id"] for row in page["threads"]] == [second]
    rest = ask("GET", f"threads?after={page['next']}").json()
    assert ([row["id"] for row in rest["threads"]], rest["next"]) == ([first], None)


def test_figures_and_imports_are_told(ask, house):
    post(house)
    figures = ask("GET", "figures").json()
    assert (figures["threads"], figures["posts"], figures["held"], figures["decided_today"]) == (1, 1, 0, 0)
    assert ask("GET", "imports").json() == {"imports": []}


def test_a_page_of_posts_costs_the_same_whatever_its_length(client, ask, house, django_assert_num_queries):
    def asked():
        with django_assert_num_queries(6):  # the key, its seats, its pace, the title, the posts, their cases
            return ask("GET", "posts").json()["posts"]

    post(house)
    ask("GET", "posts")
    assert len(asked()) == 1
    for _number in range(4):
        post(house)
    assert len(asked()) == 5


@pytest.mark.parametrize("title", ["daily", None])
def test_a_key_says_what_it_is(ask, house, title):
    mine = made_key(house, scopes=["read:threads"], title=title, role="group_manager")
    told = ask("GET", "/api/v1/me", secret=mine.secret).json()
    assert told["titles"] == ([house.daily.key] if title else [house.daily.key, house.weekly.key])
    assert told["scopes"] == ["read:threads"]
    assert Post.objects.count() == 0
