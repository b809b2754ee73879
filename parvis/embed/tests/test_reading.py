"""Addresses anyone may read: a branch for a link, counts for a page of teasers."""

from parvis.testing.cast import post, thread


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
