"""The page of someone who leaves."""

from parvis.publishers.models import HandOver, Seat


def address(house, account) -> str:
    return f"/desk/{house.daily.key}/team/leave/?account={account.pk}"


def test_what_they_hold_is_shown_then_handed_over(as_role, house):
    client, leaving = as_role("community_manager"), house.accounts["moderator"]
    page = client.get(address(house, leaving))
    assert page.status_code == 200
    assert "Rien n’est en cours" in page.content.decode()
    empty = client.post(address(house, leaving), {"to": ""})
    assert (empty.status_code, bool(empty.context["form"].errors["to"])) == (422, True)
    done = client.post(address(house, leaving), {"to": house.accounts["community_manager"].pk, "note": "Bon vent."})
    assert done.status_code == 302
    assert not Seat.objects.current().filter(account=leaving).exists()
    assert HandOver.objects.get().note == "Bon vent."
    assert "Bon vent." in client.get(f"/desk/{house.daily.key}/team/").content.decode()


def test_somebody_who_has_no_seat_there_is_not_found(as_role, house):
    client = as_role("community_manager")
    for account in (house.accounts["nobody"], house.accounts["weekly_moderator"]):
        assert client.get(address(house, account)).status_code == 404
    assert client.get(f"/desk/{house.daily.key}/team/leave/?account=x").status_code == 404


def test_the_last_manager_of_the_group_is_told_why(as_role, house):
    client, manager = as_role("group_manager"), house.accounts["group_manager"]
    page = f"/desk/group/{house.group.key}/team/leave/?account={manager.pk}"
    response = client.post(page, {"to": house.accounts["moderator"].pk})
    assert response.status_code == 422
    assert response.context["form"].errors
