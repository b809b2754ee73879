"""Titles, origins, articles, settings, seats and invitations."""

import pytest

from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import (
    accept_invitation,
    allow_origin,
    allowed_address,
    describe_article,
    end_seat,
    find_article,
    forbid_origin,
    give_seat,
    invitation_of,
    invite,
    open_group,
    open_section,
    open_site,
    open_title,
    set_policy,
    token_of,
    withdraw_invitation,
)
from parvis.publishers.models import Article, Seat
from parvis.publishers.policies import effective_policy
from parvis.testing.cast import account


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


def test_an_article_is_found_once_whatever_the_tracking_in_its_address(house):
    address = f"https://{house.daily.key}.example/pont"
    first = find_article(title=house.daily, address=address)
    assert find_article(title=house.daily, address=f"{address}?utm_source=lettre#suite") == first
    assert Article.objects.count() == 1


def test_an_article_of_another_origin_is_not_believed_nor_an_allowed_one_asked_from_elsewhere(house):
    with pytest.raises(Refusal) as refused:
        find_article(title=house.daily, address="https://ailleurs.example/pont")
    assert refused.value.code == "origin_not_allowed"
    address = f"https://{house.daily.key}.example/pont"
    with pytest.raises(Refusal):
        allowed_address(title=house.daily, address=address, asked_from="https://ailleurs.example")
    assert not Article.objects.exists()


def test_an_origin_is_allowed_and_forbidden_at_once(house):
    site = open_site(title=house.daily, name="Mobile", origins=[])
    allow_origin(site=site, origin="https://m.example/une")
    assert find_article(title=house.daily, address="https://m.example/a").site == site
    forbid_origin(title=house.daily, origin="https://m.example")
    with pytest.raises(Refusal):
        find_article(title=house.daily, address="https://m.example/b")


def test_what_the_page_does_not_say_erases_nothing(house):
    article = find_article(title=house.daily, address=f"https://{house.daily.key}.example/a")
    section = open_section(title=house.daily, key="mer", name="Mer")
    describe_article(article=article, described=ArticleMetadata(headline="La digue"), section=section, reference="42")
    describe_article(article=article, described=ArticleMetadata(summary="Elle tient."))
    article.refresh_from_db()
    assert (article.headline, article.summary, article.section, article.reference) == ("La digue", "Elle tient.", section, "42")


def test_a_section_overrides_its_title_that_overrides_its_group(house):
    set_policy(group=house.group, max_length=1000, edit_minutes=3)
    set_policy(group=house.group, title=house.daily, max_length=500)
    set_policy(group=house.group, section=house.politics, mode="pre")
    place = {"group_id": house.group.pk, "title_id": house.daily.pk}
    there = effective_policy(**place, section_id=house.politics.pk)
    assert (there.mode, there.max_length, there.edit_minutes) == ("pre", 500, 3)
    assert effective_policy(**place).mode == "post"


@pytest.mark.parametrize("values", [{"max_length": 1}, {"mode": "never"}, {"colour": "red"}, {"posts_per_minute": 0}])
def test_a_senseless_setting_is_refused_with_its_name(house, values):
    with pytest.raises(Refusal) as refused:
        set_policy(group=house.group, **values)
    assert refused.value.fields["field"] in values


def test_an_invitation_becomes_a_seat_once_for_the_mail_it_was_sent_to(house, manager):
    token = token_of(invite(mail="Neuf@desk.example", role="moderator", group=house.group, title=house.daily, invited_by=manager))
    newcomer = account("neuf@desk.example")
    with pytest.raises(Refusal) as refused:
        accept_invitation(token=token, account_id=newcomer.pk, mail="autre@desk.example")
    assert refused.value.status == 403
    seat = accept_invitation(token=token, account_id=newcomer.pk, mail="neuf@desk.example")
    assert (seat.role, seat.title) == ("moderator", house.daily)
    with pytest.raises(Refusal) as over:
        invitation_of(token)
    assert over.value.status == 410


def test_a_withdrawn_or_forged_invitation_opens_nothing(house, manager):
    offered = invite(mail="x@desk.example", role="guest", group=house.group, title=house.daily, invited_by=manager)
    withdraw_invitation(invitation=offered, withdrawn_by=manager)
    for token, status in ((token_of(offered), 410), ("1:forged", 404)):
        with pytest.raises(Refusal) as refused:
            invitation_of(token)
        assert refused.value.status == status


def test_a_titles_manager_gives_seats_at_that_title_only(house):
    giver, someone = house.accounts["community_manager"].pk, account("s@desk.example").pk
    assert give_seat(account_id=someone, role="guest", group=house.group, title=house.daily, given_by=giver)
    for place in ({"title": house.weekly}, {}):
        with pytest.raises(Refusal):
            give_seat(account_id=someone, role="guest", group=house.group, given_by=giver, **place)


def test_a_group_keeps_its_last_manager(house, manager):
    last = Seat.objects.get(account=manager, role="group_manager")
    with pytest.raises(Refusal) as refused:
        end_seat(seat=last, ended_by=manager)
    assert refused.value.code == "last_manager"


def test_a_group_and_its_titles_are_opened(db):
    group = open_group(key="g", name="G")
    assert open_title(group=group, key="t", name="T").group == group
