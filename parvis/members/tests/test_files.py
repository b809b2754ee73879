"""Finding members, and who had their posts read beforehand."""

import pytest

from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for, members_page, watch_of, ways_in
from parvis.testing.cast import reader


def test_members_are_found_by_a_part_of_their_name_whatever_its_dress(house, django_assert_num_queries):
    wanted = reader(house, "Éloïse du Quai")
    reader(house, "Marin")
    with django_assert_num_queries(1):
        page = members_page(account_id=house.accounts["moderator"].pk, search="ELOISE DU")
    assert page.members == [wanted]


def test_members_are_paged_without_losing_or_repeating_one(house):
    everyone = {reader(house).pk for _n in range(45)}
    mine = house.accounts["moderator"].pk
    first = members_page(account_id=mine)
    second = members_page(account_id=mine, before=first.before)
    assert {member.pk for member in [*first.members, *second.members]} == everyone
    assert (len(first.members), second.before) == (40, None)


@pytest.mark.parametrize("who", ["journalist", "marketing", "nobody"])
def test_a_file_does_not_exist_for_those_who_may_not_open_it(house, who):
    with pytest.raises(Refusal) as refused:
        member_for(house.accounts[who].pk, reader(house).pk)
    assert refused.value.status == 404
    assert members_page(account_id=house.accounts[who].pk).members == []


def test_a_file_says_who_had_the_posts_read_beforehand(house):
    member, mine = reader(house), house.accounts["moderator"]
    assert watch_of(member) is None
    hold_every_post(member=member, held=True, account_id=mine.pk)
    assert watch_of(member).account == mine
    assert members_page(account_id=mine.pk, watched=True).members == [member]
    assert [way.kind for way in ways_in(member)] == ["sso"]
