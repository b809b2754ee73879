"""Having a member's posts read beforehand."""

import pytest

from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.testing.cast import reader


def test_the_desk_has_every_post_of_a_member_read_beforehand_and_it_is_told_once(house):
    member, mine = reader(house), house.accounts["moderator"].pk
    hold_every_post(member=member, held=True, account_id=mine)
    hold_every_post(member=member, held=True, account_id=mine)
    member.refresh_from_db()
    assert member.is_premoderated
    assert [fact.account_id for fact in Fact.objects.filter(name="MemberWatched", member_id=member.pk)] == [mine]


@pytest.mark.parametrize(("who", "status"), [("journalist", 403), ("nobody", 404)])
def test_only_those_who_judge_in_the_group_decide_it(house, who, status):
    with pytest.raises(Refusal) as refused:
        hold_every_post(member=reader(house), held=True, account_id=house.accounts[who].pk)
    assert refused.value.status == status


def test_another_group_s_desk_never_reaches_the_member(house, other_house):
    with pytest.raises(Refusal) as refused:
        hold_every_post(member=reader(house), held=True, account_id=other_house.accounts["moderator"].pk)
    assert refused.value.status == 404
