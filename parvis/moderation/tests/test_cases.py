"""Cases put aside, given back, annotated; lists and signals."""

from datetime import timedelta

import pytest

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import add_note, claim_case, claim_next, set_domains, set_words, snooze_case
from parvis.moderation.acts.cases import open_case_by_hand, release_case, release_others
from parvis.moderation.models import Case
from parvis.moderation.screening import domains_in_force, words_in_force
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post


@pytest.fixture
def case(house):
    set_policy(group=house.group, title=house.daily, mode="pre")
    return Case.objects.get(subject=post(house).subject)


def test_a_case_put_aside_comes_back_at_its_hour(house, case):
    who = house.accounts["moderator"].pk
    snooze_case(case_id=case.pk, account_id=who, until=clock.now() + timedelta(hours=1))
    assert claim_next(account_id=who) is None
    with clock.at(clock.now() + timedelta(hours=2)):
        assert claim_next(account_id=who) == case


def test_a_case_is_not_put_aside_until_yesterday(house, case):
    with pytest.raises(Refusal) as refused:
        snooze_case(case_id=case.pk, account_id=house.accounts["moderator"].pk, until=clock.now() - timedelta(days=1))
    assert refused.value.code == "past_moment"


def test_a_case_given_back_is_free_for_a_colleague(house, case):
    first, second = house.accounts["moderator"].pk, house.accounts["community_manager"].pk
    for give_back in (release_case, lambda case_id, account_id: release_others(account_id=account_id, keep=None)):
        claim_case(case_id=case.pk, account_id=first)
        give_back(case_id=case.pk, account_id=first)
        assert claim_next(account_id=second) == case
        release_case(case_id=case.pk, account_id=second)


def test_a_note_is_kept_with_the_author_and_an_empty_one_refused(house, case):
    note = add_note(case_id=case.pk, account_id=house.accounts["moderator"].pk, words="Déjà vu en mars.")
    assert note.member_id == case.author_id
    with pytest.raises(Refusal):
        add_note(case_id=case.pk, account_id=house.accounts["moderator"].pk, words="  ")


def test_a_post_nobody_signalled_is_judged_by_opening_its_case(house):
    written = post(house)
    opened = open_case_by_hand(account_id=house.accounts["moderator"].pk, subject=written.subject)
    assert opened.words == written.text
    with pytest.raises(Refusal):
        open_case_by_hand(account_id=house.accounts["weekly_moderator"].pk, subject=written.subject)


def test_lists_are_in_force_at_once_for_the_title_and_its_group(house):
    place = {"group_id": house.group.pk, "title_id": house.daily.pk}
    set_words(group=house.group, title=None, kind="banned", patterns=["andouille", "", "andouille"], account_id=None)
    set_domains(group=house.group, title=house.daily, kind="banned", domains=["WWW.Vente.example"], account_id=None)
    assert [match.kind for match in words_in_force(**place).find("Quelle andouille !")] == ["banned"]
    assert domains_in_force(**place).banned == {"vente.example"}
    assert domains_in_force(group_id=house.group.pk, title_id=house.weekly.pk).banned == set()


def test_who_may_not_configure_changes_no_list(house):
    with pytest.raises(Refusal):
        set_words(group=house.group, title=house.daily, kind="banned", patterns=["x"], account_id=house.accounts["moderator"].pk)
    with pytest.raises(Refusal):
        set_domains(
            group=house.group, title=None, kind="banned", domains=["x"], account_id=house.accounts["community_manager"].pk
        )
