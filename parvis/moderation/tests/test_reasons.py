"""Texts kept for decisions, and words excepted at a title: the group's, unless the title says otherwise."""

import pytest

from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.moderation.acts import drop_reason, keep_reason, set_words
from parvis.moderation.canned import reasons_in_force, reasons_kept, with_canned
from parvis.moderation.screening import words_in_force


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


def names(house, title):
    return [(one.name, one.words_fr) for one in reasons_in_force(house.group.pk, title.pk if title else None)]


def kept(house, manager, title=None, **given):
    said = {"name": "Insulte", "words_fr": "On se parle sans s’insulter.", "words_en": "No insults.", "account_id": manager}
    return keep_reason(group=house.group, title=title, **(said | given))


def test_a_title_writes_its_own_in_place_of_the_groups_or_leaves_it_out(house, manager):
    kept(house, manager)
    kept(house, manager, name="Hors sujet", words_fr="Restons au sujet.")
    kept(house, manager, title=house.daily, key="insulte", words_fr="Au Jour, on se vouvoie.")
    assert names(house, house.daily) == [("Hors sujet", "Restons au sujet."), ("Insulte", "Au Jour, on se vouvoie.")]
    assert names(house, house.weekly)[1] == ("Insulte", "On se parle sans s’insulter.")
    drop_reason(group=house.group, title=house.daily, key="hors-sujet", account_id=manager)
    assert [name for name, _words in names(house, house.daily)] == ["Insulte"]
    assert [(one.is_own, one.is_instead, one.reason.is_left_out) for one in reasons_kept(house.group.pk, house.daily.pk)] == [
        (True, True, True), (True, True, False),
    ]  # fmt: skip
    for key in ("insulte", "hors-sujet"):
        drop_reason(group=house.group, title=house.daily, key=key, account_id=manager)
    assert names(house, house.daily) == names(house, house.weekly) == names(house, None)
    assert Fact.objects.filter(name="ReasonsChanged").count() == 6


def test_the_author_reads_their_own_language_and_what_was_added(house, manager):
    kept(house, manager)
    given = {"group_id": house.group.pk, "title_id": house.daily.pk}
    assert (
        with_canned(**given, key="insulte", reason=" Deux fois. ", language="fr") == "On se parle sans s’insulter.\n\nDeux fois."
    )
    assert with_canned(**given, key="insulte", reason="", language="en") == "No insults."
    assert with_canned(**given, key="inconnu", reason="Seul", language="en") == "Seul"
    kept(house, manager, key="insulte", words_en="")
    assert with_canned(**given, key="insulte", reason="", language="en") == "On se parle sans s’insulter."


def test_what_cannot_be_kept_is_said(house, other_house, manager):
    kept(house, manager)
    for given, code in [
        ({"name": ""}, "reason_name"),
        ({"name": "x" * 81}, "reason_name"),
        ({"words_fr": "", "words_en": " "}, "no_words"),
        ({"words_fr": "x" * 2001}, "too_long"),
        ({}, "reason_known"),
        ({"account_id": house.accounts["community_manager"].pk}, "not_your_role"),
        ({"account_id": other_house.accounts["group_manager"].pk}, "not_found"),
    ]:
        with pytest.raises(Refusal) as refused:
            kept(house, manager, **given)
        assert refused.value.code == code, given


def test_a_word_of_the_group_is_excepted_at_one_title_only(house, manager):
    set_words(group=house.group, title=None, kind="banned", patterns=["Chameau", "sagouin"], account_id=manager)
    set_words(group=house.group, title=house.daily, kind="excepted", patterns=["chameau"], account_id=manager)
    forget()

    def found(title):
        return len(words_in_force(group_id=house.group.pk, title_id=title.pk).find("Un chameau et un sagouin"))

    assert (found(house.daily), found(house.weekly)) == (1, 2)
    set_words(group=house.group, title=house.daily, kind="excepted", patterns=[], account_id=manager)
    forget()
    assert found(house.daily) == 2
