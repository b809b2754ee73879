"""Arranging discussions from their page."""

from parvis.conversations.models import Arrangement, Post, Thread
from parvis.testing.cast import post, thread


def test_what_would_follow_is_shown_then_a_branch_is_split_then_taken_back(as_seat, house):
    host, root = as_seat("community_manager"), post(house)
    reply = post(house, parent=root)
    answer = post(house, parent=reply)
    shown = host.get(f"/desk/threads/{root.thread_id}/arrange/", {"post": [reply.pk, answer.pk]})
    assert [one.pk for one in shown.context["moving"].tops] == [reply.pk]
    assert "Split or move 2 posts" in shown.content.decode()
    assert Thread.objects.count() == 1
    done = host.post(f"/desk/threads/{root.thread_id}/split/", {"post": [reply.pk], "heading": "Le pont, à part"})
    made = Arrangement.objects.get()
    assert done["Location"] == f"/desk/threads/{made.target_id}/"
    page = host.get(done["Location"]).content.decode()
    assert "2 posts are here now." in page
    assert f"/desk/threads/arrangements/{made.pk}/undo/" in page
    assert host.get(f"/desk/posts/{answer.pk}/")["Location"].startswith(done["Location"])
    host.post(f"/desk/threads/arrangements/{made.pk}/undo/")
    assert set(Post.objects.values_list("thread", flat=True)) == {root.thread_id}


def test_a_branch_goes_to_a_discussion_found_by_name(as_seat, house):
    host, written = as_seat("community_manager"), post(house)
    there = post(house, where=thread(house, "ailleurs"))
    address = f"/desk/threads/{written.thread_id}/arrange/"
    found = host.get(address, {"post": [written.pk], "q": str(there.thread_id)}).context["places"]
    assert [place.pk for place in found] == [there.thread_id]
    host.post(f"/desk/threads/{written.thread_id}/move/", {"post": [written.pk], "into": there.thread_id})
    assert Post.objects.get(pk=written.pk).thread_id == there.thread_id


def test_two_discussions_become_one(as_seat, house):
    host, written = as_seat("community_manager"), post(house)
    there = post(house, where=thread(house, "ailleurs"))
    assert "will be read in the other one" in host.get(f"/desk/threads/{written.thread_id}/merging/").content.decode()
    host.post(f"/desk/threads/{written.thread_id}/merge/", {"into": there.thread_id})
    assert Post.objects.get(pk=written.pk).thread_id == there.thread_id
    assert "This discussion was merged:" in host.get(f"/desk/threads/{written.thread_id}/").content.decode()


def test_nothing_ticked_is_said_and_only_hosts_arrange(as_seat, house):
    written = post(house)
    assert as_seat("community_manager").get(f"/desk/threads/{written.thread_id}/arrange/").status_code == 422
    for page in ("arrange", "merging"):
        assert as_seat("moderator").get(f"/desk/threads/{written.thread_id}/{page}/").status_code == 403
    assert 'name="post"' not in as_seat("moderator").get(f"/desk/threads/{written.thread_id}/").content.decode()


def test_the_page_of_a_discussion_costs_a_known_number_of_queries(as_seat, house, django_assert_max_num_queries):
    host, written = as_seat("community_manager"), post(house)
    for _n in range(5):
        post(house, parent=written)
    host.get(f"/desk/threads/{written.thread_id}/")
    with django_assert_max_num_queries(30):
        host.get(f"/desk/threads/{written.thread_id}/")
