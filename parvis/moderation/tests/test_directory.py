"""The directory of members, notes in their files, accounts that look alike."""

from datetime import timedelta

import pytest

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_account, hold_every_post
from parvis.members.models import Account
from parvis.moderation.acts import change_member_note, decide, drop_member_note, signal_subject, write_member_note
from parvis.moderation.directory import MemberFilters, alike, directory_page
from parvis.moderation.models import Case, MemberNote
from parvis.testing.cast import post, reader


def found(house, who: str = "moderator", **asked):
    return directory_page(account_id=house.accounts[who].pk, filters=MemberFilters(**asked)).members


def refused_once(house, member):
    written = post(house, member=member)
    signal_subject(subject=written.subject, reason="spam", visitor="passant")
    case = Case.objects.get(subject=written.subject)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)


def test_members_are_found_by_a_part_of_their_name_whatever_its_dress(house, django_assert_num_queries):
    wanted = reader(house, "Éloïse du Quai")
    reader(house, "Marin")
    with django_assert_num_queries(2):
        assert found(house, search="ELOISE DU") == [wanted]
    assert found(house, search=str(wanted.pk)) == [wanted]


def test_a_member_is_found_by_the_beginning_of_their_mail(house):
    account = Account.objects.create_user("lison.b@port.example", None)
    lison = enter_by_account(group=house.group, account=account, pseudonym="Lison B")
    assert found(house, search="Lison.B@") == [lison]
    assert found(house, search="marin@") == []


@pytest.mark.parametrize("sort", ["", "published", "seen"])
def test_members_are_paged_in_each_order_without_losing_or_repeating_one(house, sort):
    everyone = {reader(house).pk for _n in range(45)}
    mine, filters = house.accounts["moderator"].pk, MemberFilters(sort=sort)
    first = directory_page(account_id=mine, filters=filters)
    second = directory_page(account_id=mine, filters=filters, after=first.after)
    assert {member.pk for member in [*first.members, *second.members]} == everyone
    assert (len(first.members), second.after) == (40, "")


def test_those_most_refused_come_first_with_how_often(house):
    often, once, never = (reader(house) for _n in range(3))
    for member in (often, once, often):
        refused_once(house, member)
    post(house, member=never)
    page = directory_page(account_id=house.accounts["moderator"].pk, filters=MemberFilters(kind="refused"))
    assert page.members == [often, once]
    assert page.refused == {often.pk: 2, once.pk: 1}
    assert found(house, "weekly_moderator", kind="refused") == []


def test_kinds_narrow(house):
    with clock.at(clock.now() - timedelta(days=200)):
        old = reader(house)
        for _n in range(10):
            post(house, member=old)
    new, watched = reader(house), reader(house)
    hold_every_post(member=watched, held=True)
    assert found(house, kind="quiet") == [old]
    assert set(found(house, kind="new")) == {new, watched}
    assert found(house, kind="watched") == [watched]


def test_whoever_opens_no_file_finds_nobody_and_another_group_is_not_seen(house, other_house):
    reader(house)
    assert found(house, "journalist") == []
    assert found(other_house) == []


def test_names_and_mails_nearly_the_same_are_told_and_others_are_not(house):
    first = enter_by_account(
        group=house.group, account=Account.objects.create_user("marin@port.example", None), pseudonym="Marin"
    )
    named = reader(house, "Marin 29")
    mailed = enter_by_account(
        group=house.group, account=Account.objects.create_user("marin+2@port.example", None), pseudonym="Goéland"
    )
    reader(house, "Marinette")
    told = {one.member: one.why for one in alike(first, account_id=house.accounts["moderator"].pk)}
    assert told == {named: ["name"], mailed: ["mail"]}


def test_a_note_is_written_changed_with_its_history_and_taken_back_by_its_author(house):
    member, mine = reader(house), house.accounts["moderator"].pk
    note = write_member_note(account_id=mine, member_id=member.pk, words="Déjà prévenu au téléphone.")
    change_member_note(account_id=mine, note_id=note.pk, words="Prévenu deux fois.")
    change_member_note(account_id=mine, note_id=note.pk, words="Prévenu deux fois.")
    assert [one.words for one in note.revisions.all()] == ["Déjà prévenu au téléphone."]
    other = house.accounts["community_manager"].pk
    for act in (
        lambda: change_member_note(account_id=other, note_id=note.pk, words="Non."),
        lambda: drop_member_note(account_id=other, note_id=note.pk),
        lambda: write_member_note(account_id=mine, member_id=member.pk, words="  "),
        lambda: write_member_note(account_id=mine, member_id=member.pk, words="Oui.", title_key=house.weekly.key),
        lambda: write_member_note(account_id=house.accounts["guest"].pk, member_id=member.pk, words="Oui."),
    ):
        with pytest.raises(Refusal):
            act()
    drop_member_note(account_id=mine, note_id=note.pk)
    assert MemberNote.objects.get().dropped_at is not None
