"""The newsroom's notes: at the top of a thread, under a post; signed, one at a time, their history kept."""

import pytest

from parvis.conversations.acts import end_note_on_post, end_note_on_thread, note_on_post, note_on_thread, withdraw_post
from parvis.conversations.models import HostNote, Thread
from parvis.conversations.pages import note_data
from parvis.conversations.reads import thread_numbered, thread_page
from parvis.conversations.structured import structured_data
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.testing.cast import post


@pytest.fixture
def host(house):
    return house.accounts["journalist"].pk


def test_a_note_stands_at_the_top_of_the_thread_signed_and_the_next_one_takes_its_place(house, host):
    written = post(house)
    note_on_thread(account_id=host, thread_id=written.thread_id, source="Restons *courtois*.")
    version = Thread.objects.get(pk=written.thread_id).version
    assert note_on_thread(account_id=host, thread_id=written.thread_id, source="Restons *courtois*.") == version
    said = note_data(thread_numbered(written.thread_id).note)
    assert said["html"] == "<p>Restons <em>courtois</em>.</p>"
    assert said["author"] == {"name": "Journalist", "badges": ["staff:journalist"]}
    note_on_thread(
        account_id=house.accounts["community_manager"].pk, thread_id=written.thread_id, source="Le maire répond demain."
    )
    assert [(note.text, note.ended_at is None) for note in HostNote.objects.order_by("pk")] == [
        ("Restons courtois.", False), ("Le maire répond demain.", True),
    ]  # fmt: skip
    end_note_on_thread(account_id=host, thread_id=written.thread_id)
    end_note_on_thread(account_id=host, thread_id=written.thread_id)
    assert thread_numbered(written.thread_id).note is None
    assert Fact.objects.filter(name="HostNoteWritten").count() == 2
    assert Fact.objects.filter(name="HostNoteEnded").count() == 1


def test_a_note_under_a_post_is_in_the_page_and_in_what_search_engines_read(house, host, django_assert_num_queries):
    written = post(house)
    note_on_post(account_id=host, post_id=written.pk, source="Le pont a **deux** voies.", kind="correction")
    with django_assert_num_queries(1):
        (shown,) = thread_page(thread_id=written.thread_id).posts
    assert (shown["note"]["kind"], shown["note"]["html"]) == ("correction", "<p>Le pont a <strong>deux</strong> voies.</p>")
    structured = structured_data(thread_numbered(written.thread_id), [shown])
    assert '"CorrectionComment"' in structured
    assert "deux voies" in structured
    end_note_on_post(account_id=host, post_id=written.pk)
    assert thread_page(thread_id=written.thread_id).posts[0]["note"] is None


def test_a_note_says_nothing_of_a_post_that_is_gone(house, host):
    written = post(house)
    post(house, parent=written)
    note_on_post(account_id=host, post_id=written.pk, source="À lire avec l’article d’hier.")
    withdraw_post(member=written.author, post_id=written.pk)
    assert thread_page(thread_id=written.thread_id).posts[0]["note"] is None


@pytest.mark.parametrize("source", ["", "   ", "a" * 2001, "x\x00"])
def test_an_empty_or_endless_note_is_refused(house, host, source):
    with pytest.raises(Refusal) as refused:
        note_on_thread(account_id=host, thread_id=post(house).thread_id, source=source)
    assert refused.value.fields["field"] == "source"


@pytest.mark.parametrize(("role", "status"), [("moderator", 403), ("weekly_moderator", 404), ("nobody", 404)])
def test_who_is_not_a_host_there_writes_no_note(house, role, status):
    written, account = post(house), house.accounts[role].pk
    for act, where in ((note_on_thread, {"thread_id": written.thread_id}), (note_on_post, {"post_id": written.pk})):
        with pytest.raises(Refusal) as refused:
            act(account_id=account, source="Bonjour.", **where)
        assert refused.value.status == status


def test_a_note_of_an_unknown_kind_is_refused(house, host):
    with pytest.raises(Refusal):
        note_on_post(account_id=host, post_id=post(house).pk, source="Bonjour.", kind="advertising")
