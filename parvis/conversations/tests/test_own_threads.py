"""Threads of their own: opened, judged with their heading, shown and hidden with their first post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.acts import (
    edit_post,
    move_thread,
    open_thread,
    pin_thread,
    publish_post,
    rename_thread,
    unpin_thread,
    withdraw_post,
)
from parvis.conversations.headings import LONGEST, clean_heading
from parvis.conversations.hosting_reads import ThreadFilters, posts_by_subject, threads_page
from parvis.conversations.models import Post, Revision, Thread, ThreadPin
from parvis.conversations.reads import public_threads, thread_numbered
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account
from parvis.moderation.acts import decide, set_words, signal_subject
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import own_thread, post, reader, space


def test_a_member_opens_a_thread_with_its_heading_and_first_post(house):
    opened = own_thread(house, heading="Que faire de la halle ?", text="Elle est vide depuis trois ans, et pourtant si belle.")
    thread = thread_numbered(opened.thread_id)
    assert (thread.heading, thread.first_id, thread.visible_posts, thread.is_shown) == (
        "Que faire de la halle ?",
        opened.pk,
        1,
        True,
    )
    assert thread.name == "Que faire de la halle ?"
    assert thread in public_threads(house.daily)
    said = Fact.objects.get(name="ThreadOpened")
    assert (said.data["heading"], said.member_id) == ("Que faire de la halle ?", opened.author_id)
    answer = publish_post(member=reader(house), thread=thread, source="Un marché du soir, avec de la musique.").post
    assert Thread.objects.get(pk=thread.pk).visible_posts == 2
    assert not answer.is_first


def test_sent_twice_it_is_opened_once(house):
    member, place = reader(house), space(house)
    sent = {"member": member, "title": house.daily, "space": place, "heading": "Que faire de la halle ?", "key": "k1"}
    first = open_thread(**sent, source="Elle est vide depuis trois ans.")
    again = open_thread(**sent, source="Elle est vide depuis trois ans.")
    assert again.is_repeat
    assert again.post.pk == first.post.pk
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("heading", ["", "Non", "?????????", "x" * 121, "\u200b\u200b\u200b a"])
def test_a_heading_says_something_in_one_line(house, heading):
    with pytest.raises(Refusal) as refused:
        own_thread(house, heading=heading or " ")
    assert refused.value.fields["field"] == "heading"
    assert not Thread.objects.exists()


@given(st.text(max_size=200))
def test_a_kept_heading_is_one_line_of_visible_characters_and_cleaning_it_again_changes_nothing(text):
    try:
        kept = clean_heading(text)
    except Refusal:
        return
    assert kept == clean_heading(kept)
    assert len(kept) <= LONGEST
    assert kept.splitlines() == [kept]


def test_the_heading_is_judged_with_the_words_below_it(house):
    set_words(group=house.group, title=None, kind="banned", patterns=["crapule"], account_id=None)
    with pytest.raises(Refusal) as refused:
        own_thread(house, heading="Cette crapule de maire", text="Rien que des mots bien sages ici.")
    assert "crapule" in refused.value.message
    assert not Thread.objects.exists()
    set_policy(group=house.group, mode="pre")
    opened = own_thread(house, heading="Cette idée de maire", text="Rien que des mots bien sages ici.")
    assert not opened.is_visible
    case = Case.objects.get(subject=opened.subject)
    assert case.words == f"Cette idée de maire\n\n{opened.text}"
    thread = thread_numbered(opened.thread_id)
    assert not thread.is_shown
    assert thread not in public_threads(house.daily)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    assert thread_numbered(thread.pk).is_shown
    assert posts_by_subject([case.subject])[case.subject].words == case.words


def test_nobody_answers_in_a_thread_out_of_sight(house):
    set_policy(group=house.group, mode="pre")
    opened = own_thread(house)
    with pytest.raises(Refusal) as refused:
        publish_post(member=reader(house), thread=thread_numbered(opened.thread_id), source="Puis-je répondre à cela ?")
    assert refused.value.status == 404


def test_removed_first_words_take_the_thread_out_of_sight(house):
    opened = own_thread(house)
    publish_post(member=reader(house), thread=thread_numbered(opened.thread_id), source="Une réponse à ces mots.")
    signal_subject(subject=opened.subject, reason="insult", words="", member_id=reader(house).pk, visitor="")
    case = Case.objects.get(subject=opened.subject)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    thread = thread_numbered(opened.thread_id)
    assert (thread.is_shown, thread.heading != "") == (False, True)


def test_withdrawn_first_words_take_the_heading_with_them_and_leave_the_answers(house):
    opened = own_thread(house, heading="Que faire de la halle ?")
    publish_post(member=reader(house), thread=thread_numbered(opened.thread_id), source="Un marché du soir, avec des lampions.")
    withdraw_post(member=opened.author, post_id=opened.pk)
    thread = thread_numbered(opened.thread_id)
    assert (thread.is_shown, thread.heading, thread.visible_posts) == (True, "", 1)
    assert Revision.objects.get(post=opened).heading == "Que faire de la halle ?"
    alone = own_thread(house)
    withdraw_post(member=alone.author, post_id=alone.pk)
    assert not thread_numbered(alone.thread_id).is_shown


def test_its_author_changes_heading_and_words_together(house):
    opened = own_thread(house, heading="Que faire de la hale ?", text="Elle est vide depuis trois ans.")
    edit_post(member=opened.author, post_id=opened.pk, source=opened.source, heading="Que faire de la halle ?")
    assert thread_numbered(opened.thread_id).heading == "Que faire de la halle ?"
    former = Revision.objects.get(post=opened)
    assert (former.heading, former.text) == ("Que faire de la hale ?", "Elle est vide depuis trois ans.")
    with pytest.raises(Refusal):
        edit_post(member=opened.author, post_id=opened.pk, source=opened.source, heading="?")
    answer = publish_post(
        member=opened.author, thread=thread_numbered(opened.thread_id), source="Et si on votait là-dessus ?"
    ).post
    edit_post(member=opened.author, post_id=answer.pk, source="Et si on votait dimanche ?", heading="Une réponse ne titre rien")
    assert thread_numbered(opened.thread_id).heading == "Que faire de la halle ?"


def test_who_may_open_is_up_to_the_space(house):
    journalist = enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Inès de la rédaction")
    staff, closed = space(house, "redaction", opens="staff"), space(house, "ferme", opens="nobody")
    for member, place, code in ((reader(house), staff, "staff_opens"), (journalist, closed, "nobody_opens")):
        with pytest.raises(Refusal) as refused:
            own_thread(house, member=member, where=place)
        assert refused.value.code == code
    assert own_thread(house, member=journalist, where=staff).badges == ["staff:journalist"]
    elsewhere = space(house, "ailleurs", house.weekly)
    with pytest.raises(Refusal):
        open_thread(member=reader(house), title=house.daily, space=elsewhere, heading="Pas chez nous", source="Quelques mots.")


def test_a_host_renames_pins_and_moves(house):
    host, opened = house.accounts["journalist"].pk, own_thread(house, heading="Que faire de la hale ?")
    rename_thread(account_id=host, thread_id=opened.thread_id, heading="Que faire de la halle ?")
    assert Revision.objects.get(post=opened).heading == "Que faire de la hale ?"
    pin_thread(account_id=host, thread_id=opened.thread_id)
    pin_thread(account_id=host, thread_id=opened.thread_id)
    assert ThreadPin.objects.filter(ended_at__isnull=True).count() == 1
    other = space(house, "quartiers")
    move_thread(account_id=host, thread_id=opened.thread_id, space=other)
    assert thread_numbered(opened.thread_id).space == other
    assert not ThreadPin.objects.filter(ended_at__isnull=True).exists()
    with pytest.raises(Refusal):
        move_thread(account_id=host, thread_id=opened.thread_id, space=space(house, "ailleurs", house.weekly))
    pin_thread(account_id=host, thread_id=opened.thread_id)
    unpin_thread(account_id=host, thread_id=opened.thread_id)
    assert not ThreadPin.objects.filter(ended_at__isnull=True).exists()
    under = post(house)
    with pytest.raises(Refusal) as refused:
        rename_thread(account_id=host, thread_id=under.thread_id, heading="Un autre intitulé")
    assert refused.value.code == "under_article"
    with pytest.raises(Refusal):
        rename_thread(account_id=house.accounts["nobody"].pk, thread_id=opened.thread_id, heading="Un autre intitulé")


def test_the_desk_finds_it_by_its_heading(house):
    own_thread(house, heading="Que faire de la halle ?")
    rows = threads_page(title_ids=[house.daily.pk], filters=ThreadFilters(search="halle")).rows
    assert [row.thread.name for row in rows] == ["Que faire de la halle ?"]
    assert Post.objects.get().words.startswith("Que faire de la halle ?\n\n")
