"""The charter of a group and what its titles add: new versions, never an edit of what was cited."""

import pytest

from parvis.kit.refusals import Refusal
from parvis.moderation.acts import take_rule_out, write_rule
from parvis.moderation.models import Charter, Rule
from parvis.moderation.reads import rule_in_force, rules_in_force


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


def written(house, manager, title=None, **given):
    said = {"title_fr": "Pas de spoiler", "text_fr": "On ne raconte pas la fin.", "account_id": manager}
    return write_rule(group=house.group, title=title, **(said | given))


def test_a_title_adds_its_rules_after_those_of_the_group(house, manager):
    before = rules_in_force(house.group.pk)
    charter = written(house, house.accounts["community_manager"].pk, title=house.daily)
    assert charter.version == 2
    here, there = rules_in_force(house.group.pk, house.daily.pk), rules_in_force(house.group.pk, house.weekly.pk)
    assert [rule.number for rule in here] == list(range(1, len(before) + 2))
    assert (here[-1].title_fr, here[-1].title_en, len(there)) == ("Pas de spoiler", "Pas de spoiler", len(before))
    assert rule_in_force(group_id=house.group.pk, title_id=house.weekly.pk, number=len(before) + 1) is None
    written(house, manager, title_fr="Une de plus", title_en="One more")
    assert [rule.title_fr for rule in rules_in_force(house.group.pk, house.daily.pk)[-2:]] == ["Une de plus", "Pas de spoiler"]


def test_what_a_decision_cited_stays_as_it_was(house, manager):
    cited = rules_in_force(house.group.pk)[0]
    written(house, manager, number=1, title_fr="Autrement", ground="law", legal_basis="Loi de 1881")
    assert Rule.objects.get(pk=cited.pk).title_fr == cited.title_fr
    now = rules_in_force(house.group.pk)[0]
    assert (now.title_fr, now.ground, now.legal_basis, now.severity) == ("Autrement", "law", "Loi de 1881", cited.severity)
    take_rule_out(group=house.group, title=None, number=1, account_id=manager)
    assert [rule.number for rule in rules_in_force(house.group.pk)] == list(
        range(1, Charter.objects.get(version=1).rules.count())
    )
    assert Charter.objects.filter(group=house.group).count() == 3


def test_who_may_write_and_what(house, other_house, manager):
    community = house.accounts["community_manager"].pk
    for given, code in [
        ({"account_id": community}, "not_your_role"),
        ({"account_id": house.accounts["moderator"].pk, "title": house.daily}, "not_your_role"),
        ({"account_id": other_house.accounts["group_manager"].pk}, "not_found"),
        ({"number": 99}, "not_found"),
        ({"number": 1, "title": house.daily}, "not_found"),
        ({"title_fr": " "}, "no_words"),
        ({"text_fr": ""}, "no_words"),
        ({"ground": "whim"}, "unknown_ground"),
        ({"text_en": "x" * 5001}, "too_long"),
    ]:
        with pytest.raises(Refusal) as refused:
            written(house, manager, **given)
        assert refused.value.code == code, given
    assert Charter.objects.filter(group=house.group).count() == 1
