"""The page of the outside firms, and the one their people see."""

from parvis.desk.configuration.tests.conftest import signed_in
from parvis.moderation.acts import open_case_by_hand
from parvis.publishers.firms.acts import seat_in_firm
from parvis.publishers.firms.models import Firm
from parvis.publishers.models import Invitation, Seat
from parvis.testing.cast import account, post


def address(house, more: str = "") -> str:
    return f"/desk/group/{house.group.key}/firms/{more}"


def taken_on(client, house, **given):
    said = {"name": "Vigie", "titles": [house.daily.pk], "hours": "18h-8h", "days": [0, 1], "ends_on": "2999-01-01"}
    return client.post(address(house), said | given)


def test_a_firm_is_taken_on_changed_and_ended(as_role, house):
    client = as_role("group_manager")
    assert taken_on(client, house).status_code == 302
    firm = Firm.objects.get()
    assert (firm.hours, firm.days, list(firm.titles.all())) == ("18:00-08:00", [0, 1], [house.daily])
    page = client.get(f"{address(house)}?firm={firm.pk}").content.decode()
    assert "18:00-08:00" in page
    assert (
        client.post(f"{address(house)}?firm={firm.pk}", {"name": "Phare", "titles": [house.weekly.pk], "days": [2]}).status_code
        == 302
    )
    assert Firm.objects.get().name == "Phare"
    assert client.post(address(house, "close/"), {"firm": firm.pk}).status_code == 302
    assert Firm.objects.get().closed_at


def test_what_is_wrong_is_told_beside_its_field(as_role, house):
    client = as_role("group_manager")
    for given, _field in [
        ({"titles": []}, "titles"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"name": ""}, "name"),
        ({"hours": "matin"}, None),
    ]:
        response = taken_on(client, house, **given)
        assert response.status_code == 422
        assert response.context["form"].errors


def test_its_people_are_invited_and_end(as_role, house):
    client = as_role("group_manager")
    taken_on(client, house)
    firm = Firm.objects.get()
    assert (
        client.post(address(house, "people/"), {"firm": firm.pk, "verb": "invite", "mail": "pas un courriel"}).status_code == 422
    )
    assert (
        client.post(address(house, "people/"), {"firm": firm.pk, "verb": "invite", "mail": "v@firm.example"}).status_code == 302
    )
    assert Invitation.objects.get().firm == firm
    person = account("w@firm.example")
    seat_in_firm(firm=firm, account_id=person.pk)
    assert "w@firm.example" in client.get(address(house)).content.decode()
    assert client.post(address(house, "people/"), {"firm": firm.pk, "verb": "end", "account": person.pk}).status_code == 302
    assert not Seat.objects.current().filter(account=person).exists()
    assert client.post(address(house, "people/"), {"firm": 0}).status_code == 404


def test_somebody_of_a_firm_sees_words_and_own_figures_never_files(as_role, house):
    taken_on(as_role("group_manager"), house, hours="", days=list(range(7)))
    person = account("w@firm.example")
    seat_in_firm(firm=Firm.objects.get(), account_id=person.pk)
    client = signed_in(person)
    assert client.get("/desk/").status_code == 302
    assert "Vigie" in client.get("/desk/figures/").content.decode()
    words = post(house)
    case = open_case_by_hand(subject=f"post:{words.pk}", account_id=person.pk)
    page = client.get(f"/desk/queue/{case.pk}/").content.decode()
    assert words.text[:20] in page
    assert f"/desk/members/{words.author_id}/" not in page
    for closed in (f"/desk/members/{words.author_id}/", "/desk/members/", "/desk/threads/", f"/desk/{house.daily.key}/team/"):
        assert client.get(closed).status_code in (403, 404), closed
    assert as_role("moderator").get("/desk/figures/").status_code == 403
