"""Finding members, and who had their posts read beforehand."""

import pytest

from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.members.files import member_for, watch_of, ways_in
from parvis.testing.cast import reader


@pytest.mark.parametrize("who", ["journalist", "marketing", "nobody"])
def test_a_file_does_not_exist_for_those_who_may_not_open_it(house, who):
    with pytest.raises(Refusal) as refused:
        member_for(house.accounts[who].pk, reader(house).pk)
    assert refused.value.status == 404


def test_a_file_says_who_had_the_posts_read_beforehand(house):
    member, mine = reader(house), house.accounts["moderator"]
    assert watch_of(member) is None
    hold_every_post(member=member, held=True, account_id=mine.pk)
    assert watch_of(member).account == mine
    assert [way.kind for way in ways_in(member)] == ["sso"]
