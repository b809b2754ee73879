"""Claiming, passing over, releasing, and opening a case by hand."""

import pytest

from parvis.kit.refusals import Refusal
from parvis.moderation.acts import claim_case, claim_next, decide, open_case_by_hand, release_others, signal_subject
from parvis.moderation.models import Case
from parvis.testing.cast import post


def signalled(house, **where):
    written = post(house, **where)
    signal_subject(subject=written.subject, reason="insult", visitor="un passant")
    return Case.objects.get(subject=written.subject)


def test_two_colleagues_taking_the_next_one_never_get_the_same(house):
    cases = {signalled(house).pk for _n in range(2)}
    first = claim_next(account_id=house.accounts["moderator"].pk)
    second = claim_next(account_id=house.accounts["community_manager"].pk)
    assert {first.pk, second.pk} == cases
    assert claim_next(account_id=house.accounts["group_manager"].pk) is None


def test_a_case_passed_over_is_not_given_again(house):
    first, second = signalled(house), signalled(house)
    taken = claim_next(account_id=house.accounts["moderator"].pk, without=[first.pk])
    assert taken.pk == second.pk


def test_the_next_one_stays_within_the_page_s_filters(house):
    signalled(house)
    wanted = signalled(house)
    taken = claim_next(account_id=house.accounts["moderator"].pk, narrowed=lambda cases: cases.filter(author=wanted.author_id))
    assert taken.pk == wanted.pk


def test_opening_another_case_gives_the_first_one_back(house):
    first, second = signalled(house), signalled(house)
    mine = house.accounts["moderator"].pk
    claim_case(case_id=first.pk, account_id=mine)
    claim_case(case_id=second.pk, account_id=mine)
    assert release_others(account_id=mine, keep=second.pk) == [first.pk]
    first.refresh_from_db()
    assert first.claimed_by is None


def test_the_desk_opens_a_case_that_nobody_signalled_and_only_one(house):
    written = post(house)
    mine = house.accounts["moderator"].pk
    case = open_case_by_hand(account_id=mine, subject=written.subject)
    assert (case.cause, case.author_id) == ("hand", written.author_id)
    assert open_case_by_hand(account_id=mine, subject=written.subject).pk == case.pk
    decide(case_id=case.pk, account_id=mine, verdict="refuse", rule_number=1)
    assert open_case_by_hand(account_id=mine, subject=written.subject).pk != case.pk


@pytest.mark.parametrize(("who", "status"), [("weekly_moderator", 404), ("journalist", 403), ("nobody", 404)])
def test_only_those_who_judge_there_open_a_case(house, who, status):
    written = post(house)
    with pytest.raises(Refusal) as refused:
        open_case_by_hand(account_id=house.accounts[who].pk, subject=written.subject)
    assert refused.value.status == status
