"""Spaces: opened, changed, ordered, archived, and by whom."""

import pytest

from parvis.conversations.acts import (
    archive_space,
    change_space,
    open_space,
    open_thread,
    order_spaces,
    publish_post,
    restore_space,
)
from parvis.conversations.models import FormerKey, Space
from parvis.conversations.reads import thread_numbered
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.testing.cast import own_thread, reader, space


def test_a_space_takes_its_address_from_its_name_and_its_place_after_the_others(house):
    manager = house.accounts["community_manager"].pk
    first = open_space(group=house.group, title=house.daily, name="Vie des quartiers", account_id=manager)
    second = open_space(group=house.group, title=house.daily, name="Sorties", hue="sea", icon="star", account_id=manager)
    assert (first.key, first.position, second.position) == ("vie-des-quartiers", 0, 1)
    assert Fact.objects.filter(name="SpaceOpened", account_id=manager).count() == 2


def test_those_who_do_not_configure_the_title_open_nothing(house):
    for role, code in (("moderator", "not_your_role"), ("weekly_moderator", "not_found"), ("nobody", "not_found")):
        with pytest.raises(Refusal) as refused:
            open_space(group=house.group, title=house.daily, name="Place", account_id=house.accounts[role].pk)
        assert refused.value.code == code
    with pytest.raises(Refusal):
        open_space(group=house.group, name="Partout", account_id=house.accounts["community_manager"].pk)
    assert open_space(group=house.group, name="Partout", account_id=house.accounts["group_manager"].pk).title is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "A"}, "name"),
        ({"name": "Place", "description": "x" * 401}, "description"),
        ({"name": "Place", "hue": "fluo"}, "hue"),
        ({"name": "Place", "icon": "skull"}, "icon"),
        ({"name": "Place", "opens": "anyone"}, "opens"),
        ({"name": "Place", "key": "Été 2026"}, "key"),
        ({"name": "Place", "key": "2026"}, "key"),
        ({"name": "Place", "colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(house, given, field):
    with pytest.raises(Refusal) as refused:
        open_space(group=house.group, title=house.daily, **given)
    assert refused.value.status == 422
    assert refused.value.fields["field"] == field


def test_two_spaces_of_a_title_never_share_an_address_not_even_with_the_groups(house):
    open_space(group=house.group, name="Partout", key="partout")
    with pytest.raises(Refusal) as refused:
        space(house, "partout")
    assert refused.value.code == "key_taken"
    space(house, "agora")
    assert space(house, "agora", house.weekly).title == house.weekly
    with pytest.raises(Refusal):
        open_space(group=house.group, name="Agora", key="agora")


def test_a_changed_address_is_remembered_and_may_be_taken_back(house):
    place = space(house, "agora")
    change_space(space_id=place.pk, key="forum", name="Forum")
    assert list(FormerKey.objects.values_list("key", flat=True)) == ["agora"]
    change_space(space_id=place.pk, key="agora")
    assert list(FormerKey.objects.values_list("key", flat=True)) == ["forum"]
    assert Space.objects.get(pk=place.pk).name == "Forum"


def test_a_host_is_someone_of_the_newsroom_and_hosts_what_is_in_the_space(house):
    place, mediator = space(house), house.accounts["mediator"].pk
    with pytest.raises(Refusal):
        change_space(space_id=place.pk, host=house.accounts["weekly_moderator"].pk)
    change_space(space_id=place.pk, host=mediator)
    opened = own_thread(house, where=Space.objects.get(pk=place.pk))
    from parvis.conversations.acts import close_thread, pin_thread

    pin_thread(account_id=mediator, thread_id=opened.thread_id)
    close_thread(account_id=mediator, thread_id=opened.thread_id, reason="Tout est dit.")
    with pytest.raises(Refusal):
        pin_thread(account_id=house.accounts["guest"].pk, thread_id=opened.thread_id)


def test_spaces_keep_the_order_they_are_given(house):
    a, b, c = (space(house, key) for key in ("a-b", "b-c", "c-d"))
    order_spaces(group=house.group, title=house.daily, space_ids=[c.pk, a.pk, 999_999, c.pk])
    assert list(Space.objects.of(house.daily).values_list("pk", flat=True)) == [c.pk, a.pk, b.pk]


def test_an_archived_space_is_read_and_no_longer_written_in(house):
    opened = own_thread(house)
    archive_space(space_id=opened.thread.space_id)
    archive_space(space_id=opened.thread.space_id)
    with pytest.raises(Refusal) as refused:
        open_thread(
            member=reader(house),
            title=house.daily,
            space=Space.objects.get(pk=opened.thread.space_id),
            heading="Encore un mot ?",
            source="Une chose à dire encore.",
        )
    assert refused.value.code == "archived"
    with pytest.raises(Refusal) as refused:
        publish_post(member=reader(house), thread=thread_numbered(opened.thread_id), source="Une réponse à ce qui est dit.")
    assert refused.value.code == "closed"
    restore_space(space_id=opened.thread.space_id)
    publish_post(member=reader(house), thread=thread_numbered(opened.thread_id), source="Une réponse à ce qui est dit.")
    assert Fact.objects.filter(name__in=["SpaceArchived", "SpaceRestored"]).count() == 2
