"""What hosts and moderators see of conversations, in a known number of queries."""

import pytest

from parvis.conversations.acts import close_thread, pin_post, select_post, withdraw_post
from parvis.conversations.hosting_reads import (
    ThreadFilters,
    hosted_page,
    posts_by_subject,
    posts_of_member,
    standing_counts,
    surroundings,
    threads_page,
)
from parvis.conversations.models import Thread
from parvis.kit.refusals import Refusal
from parvis.testing.cast import post, reader, thread


def test_a_deep_reply_comes_with_its_ancestors_and_its_neighbours(house, django_assert_num_queries):
    root = post(house)
    before, middle, after = (post(house, parent=root) for _n in range(3))
    deep = post(house, parent=middle)
    answer = post(house, parent=deep)
    with django_assert_num_queries(5):
        around = surroundings(deep)
    assert around.ancestors == [root, middle]
    assert around.before == [before, after]
    assert (around.after, around.replies) == ([], [answer])


def test_a_root_comes_with_the_roots_beside_it(house, django_assert_num_queries):
    first, second, third, fourth = (post(house) for _n in range(4))
    with django_assert_num_queries(3):
        around = surroundings(third)
    assert (around.ancestors, around.before, around.after) == ([], [first, second], [fourth])


def test_subjects_that_are_not_posts_are_left_out(house):
    written = post(house)
    assert posts_by_subject([written.subject, "profile:3", "post:999999"]) == {written.subject: written}


def test_threads_are_paged_by_activity_without_losing_or_repeating_one(house, django_assert_num_queries):
    for number in range(33):
        post(house, where=thread(house, f"article-{number}"))
    ids = [house.daily.pk]
    with django_assert_num_queries(3):
        first = threads_page(title_ids=ids)
    second = threads_page(title_ids=ids, after=first.after)
    seen = [row.thread.pk for row in [*first.rows, *second.rows]]
    assert (len(first.rows), len(second.rows), second.after) == (30, 3, "")
    assert len(set(seen)) == 33


def test_a_thread_tells_what_is_out_of_sight_and_why_it_is_closed(house):
    member = reader(house)
    gone = post(house, member=member)
    withdraw_post(member=member, post_id=gone.pk)
    post(house)
    close_thread(account_id=house.accounts["community_manager"].pk, thread_id=gone.thread_id, reason="Relâche.")
    (row,) = threads_page(title_ids=[house.daily.pk], filters=ThreadFilters(state="closed")).rows
    assert (row.held, row.gone, row.closure.reason) == (0, 1, "Relâche.")
    assert threads_page(title_ids=[house.daily.pk], filters=ThreadFilters(state="held")).rows == []


def test_a_host_s_page_is_found_around_a_post_and_goes_on_without_a_gap(house, django_assert_num_queries):
    posts = [post(house) for _n in range(45)]
    opened = Thread.objects.get()
    with django_assert_num_queries(3):
        first = hosted_page(thread=opened)
    rest = hosted_page(thread=opened, before=first.older)
    assert [hosted.post for hosted in [*first.posts, *rest.posts]] == posts[::-1]
    assert posts[3] in [hosted.post for hosted in hosted_page(thread=opened, around=posts[3].pk).posts]


def test_a_host_finds_again_what_was_pinned_selected_or_withdrawn(house):
    host, member = house.accounts["community_manager"].pk, reader(house)
    pinned, chosen, gone = post(house), post(house), post(house, member=member)
    pin_post(account_id=host, post_id=pinned.pk)
    select_post(account_id=host, post_id=chosen.pk)
    withdraw_post(member=member, post_id=gone.pk)
    opened = Thread.objects.get()
    honoured = hosted_page(thread=opened, show="honoured").posts
    assert [(hosted.post, hosted.pinned, hosted.selected) for hosted in honoured] == [
        (chosen, False, True),
        (pinned, True, False),
    ]
    assert [hosted.post for hosted in hosted_page(thread=opened, show="gone").posts] == [gone]
    assert standing_counts(opened) == {"published": 2, "withdrawn": 1}


def test_a_cursor_that_nobody_wrote_is_refused(house):
    with pytest.raises(Refusal):
        threads_page(title_ids=[house.daily.pk], after="n'importe quoi")


def test_a_member_s_posts_stay_within_the_titles_asked(house, django_assert_num_queries):
    member = reader(house)
    here = post(house, member=member)
    post(house, member=member, where=thread(house, title=house.weekly))
    with django_assert_num_queries(2):
        written = posts_of_member(member_id=member.pk, title_ids=[house.daily.pk])
    assert (written.posts, written.older, written.counts) == ([here], "", {"published": 1})
