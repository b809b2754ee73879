"""What hosts do with a thread, and who is a host."""

import pytest

from parvis.conversations.acts import (
    close_thread,
    edit_post,
    pin_post,
    publish_post,
    reopen_thread,
    select_post,
    unpin_post,
    unselect_post,
    withdraw_post,
)
from parvis.conversations.models import Closure, Revision
from parvis.conversations.reads import thread_numbered, thread_page
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Case
from parvis.testing.cast import post, reader


@pytest.fixture
def host(house):
    return house.accounts["journalist"].pk


def test_a_pinned_post_stands_at_the_top_until_it_is_taken_down(house, host):
    first = post(house)
    post(house)
    pin_post(account_id=host, post_id=first.pk)
    pin_post(account_id=host, post_id=first.pk)
    assert [one["id"] for one in thread_page(thread_id=first.thread_id).pinned] == [first.pk]
    unpin_post(account_id=host, post_id=first.pk)
    assert thread_page(thread_id=first.thread_id).pinned == []


def test_a_selected_post_says_so_until_it_is_not(house, host):
    written = post(house)
    select_post(account_id=host, post_id=written.pk)
    assert thread_page(thread_id=written.thread_id).posts[0]["selected"]
    unselect_post(account_id=host, post_id=written.pk)
    assert not thread_page(thread_id=written.thread_id).posts[0]["selected"]


def test_nobody_writes_in_a_closed_thread_and_each_is_told_why(house, host):
    written = post(house)
    close_thread(account_id=host, thread_id=written.thread_id, reason="La nuit, personne ne lit.")
    with pytest.raises(Refusal) as refused:
        publish_post(
            member=reader(house), thread=thread_numbered(written.thread_id), source="Encore un mot sur la digue, ce soir."
        )
    assert refused.value.status == 422
    reopen_thread(account_id=host, thread_id=written.thread_id)
    assert post(house, parent=written).is_visible
    assert Closure.objects.get().reason == "La nuit, personne ne lit."


@pytest.mark.parametrize(("role", "status"), [("moderator", 403), ("weekly_moderator", 404), ("nobody", 404)])
def test_who_is_not_a_host_there_changes_nothing(house, role, status):
    written = post(house)
    for act in (pin_post, select_post):
        with pytest.raises(Refusal) as refused:
            act(account_id=house.accounts[role].pk, post_id=written.pk)
        assert refused.value.status == status


def test_an_edit_keeps_the_former_words_and_a_late_one_is_refused(house):
    written = post(house, text="Le pont rouvre lundi matin, dit-on à la mairie.")
    edit_post(member=written.author, post_id=written.pk, source="Le pont rouvre mardi matin, dit-on à la mairie.")
    assert Revision.objects.get(post=written).text == "Le pont rouvre lundi matin, dit-on à la mairie."
    with pytest.raises(Refusal) as refused:
        edit_post(member=reader(house), post_id=written.pk, source="Le pont ne rouvre pas du tout.")
    assert refused.value.status == 404


def test_what_is_withdrawn_keeps_its_place_without_its_words_and_leaves_the_queue(house):
    written = post(house)
    post(house, parent=written)
    withdraw_post(member=written.author, post_id=written.pk)
    root = thread_page(thread_id=written.thread_id).posts[0]
    assert (root["gone"], root["html"], root["author"]) == ("withdrawn", "", None)
    assert not Case.objects.open().exists()
