"""Addresses anyone may read: a branch for a link, counts for a page of teasers."""

from parvis.moderation.acts import decide, open_case_by_hand
from parvis.testing.cast import own_thread, post, thread


def test_a_link_to_a_deep_post_brings_all_it_answers(client, house, django_assert_max_num_queries):
    root = post(house)
    deep = post(house, parent=post(house, parent=root))
    with django_assert_max_num_queries(2):
        answer = client.get("/embed/post", {"id": deep.pk, "thread": deep.thread_id})
    assert [one["id"] for one in answer.json()["posts"]] == [root.pk, deep.parent_id, deep.pk]


def test_a_post_of_another_thread_is_not_there(client, house):
    elsewhere = post(house, where=thread(house, "ailleurs"))
    assert client.get("/embed/post", {"id": post(house).pk, "thread": elsewhere.thread_id}).status_code == 404
    assert client.get("/embed/post", {"id": "x", "thread": "1"}).status_code == 422


def test_a_page_of_teasers_is_counted_in_one_request_and_one_query(client, house, django_assert_max_num_queries):
    place = thread(house)
    post(house, where=place)
    other = f"https://{house.daily.key}.example/rien"
    with django_assert_max_num_queries(1):
        answer = client.get("/embed/counts", {"title": house.daily.key, "url": [place.article.address, other]})
    assert answer.json()["counts"] == {place.article.address: 1, other: 0}
    assert "max-age=30" in answer["Cache-Control"]


def test_the_answers_in_a_thread_that_was_removed_are_out_of_reach(client, house):
    first = own_thread(house)
    answer = post(house, parent=first)
    below = post(house, parent=answer)
    addresses = [
        f"/embed/post?id={answer.pk}&thread={first.thread_id}",
        f"/embed/card/{answer.pk}/",
        f"/embed/thread?id={first.thread_id}",
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    under = f"/embed/replies?root={first.pk}"
    assert [one["id"] for one in client.get(under).json()["posts"]] == [answer.pk, below.pk]
    account_id = house.accounts["moderator"].pk
    case = open_case_by_hand(account_id=account_id, subject=first.subject)
    decide(case_id=case.pk, account_id=account_id, verdict="refuse", rule_number=1)
    assert client.get(under).json()["posts"] == []
    assert answer.text not in "".join(client.get(address).content.decode() for address in addresses)
    assert client.get(addresses[0]).status_code == 404
