"""Who may open a settings page: whoever holds the right at that very place, and nobody else."""

import pytest
from django.test import Client

from parvis.desk.configuration.frame import ONLY_OF_A_GROUP, ONLY_OF_A_TITLE, PAGES
from parvis.desk.configuration.tests.conftest import signed_in
from parvis.desk.configuration.urls import urlpatterns
from parvis.publishers.acts import give_seat

ADDRESSES = [one for one in (str(pattern.pattern) for pattern in urlpatterns) if "<slug" in one]


def filled(address: str, house) -> str:
    return "/desk/" + address.replace("<slug:title_key>", house.daily.key).replace("<slug:group_key>", house.group.key)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_manager_of_another_house_finds_nothing(house, other_house, method):
    client = signed_in(other_house.accounts["group_manager"])
    found = {address: getattr(client, method)(filled(address, house)).status_code for address in ADDRESSES}
    assert set(found.values()) <= {404, 405}, found


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_manager_of_the_other_title_finds_nothing(house, method):
    account = house.accounts["weekly_moderator"]
    give_seat(account_id=account.pk, role="community_manager", group=house.group, title=house.weekly)
    client = signed_in(account)
    found = {address: getattr(client, method)(filled(address, house)).status_code for address in ADDRESSES}
    assert set(found.values()) <= {404, 405}, found


def test_a_moderator_changes_no_setting(as_role, house):
    client = as_role("moderator")
    found = {address: client.post(filled(address, house)).status_code for address in ADDRESSES if "charter" not in address}
    assert set(found.values()) == {403}, found


def test_whoever_is_not_signed_in_is_asked_to(house):
    for address in ADDRESSES:
        response = Client().get(filled(address, house))
        assert response["Location"].startswith("/accounts/login/"), address


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_rail_leads_to_the_place_one_may_configure(as_role, house, page):
    of_title = f"/desk/{house.daily.key}/{page.replace('_', '-')}/"
    of_group = f"/desk/group/{house.group.key}/{page.replace('_', '-')}/"
    if page in ONLY_OF_A_GROUP:
        assert as_role("group_manager").get(f"/desk/{page}/")["Location"] == of_group
        assert as_role("community_manager").get(f"/desk/{page}/").status_code == 404
        return
    assert as_role("community_manager").get(f"/desk/{page}/")["Location"] == of_title
    assert as_role("group_manager").get(f"/desk/{page}/?title={house.daily.key}")["Location"] == of_title
    if page not in ONLY_OF_A_TITLE:
        assert as_role("group_manager").get(f"/desk/{page}/")["Location"] == of_group
    assert as_role("group_manager").get(f"/desk/{page}/?title=ailleurs").status_code == 404


def test_the_manager_of_a_section_does_not_set_the_title(house):
    account = house.accounts["guest"]
    give_seat(account_id=account.pk, role="community_manager", group=house.group, section=house.politics)
    assert signed_in(account).get(f"/desk/{house.daily.key}/settings/").status_code == 403
