"""The page of the team."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from parvis.journal.models import Fact
from parvis.publishers.acts import invite
from parvis.publishers.models import Invitation, Role, Seat
from parvis.publishers.reads import seats_at


def address(house) -> str:
    return f"/desk/{house.daily.key}/team/"


def whole(house) -> str:
    return f"/desk/group/{house.group.key}/team/"


def seat_of(house, role: str) -> Seat:
    return next(one for one in seats_at(group=house.group) if one.role == role)


def test_a_title_shows_its_own_people_and_those_above_the_group_everybody(as_role, house):
    page = as_role("community_manager").get(address(house)).content.decode()
    assert "journalist@rivages.example" in page
    assert "manager@rivages.example" in page
    assert "weekly@rivages.example" not in page
    assert "weekly@rivages.example" in as_role("group_manager").get(whole(house)).content.decode()


def test_someone_is_invited_by_mail_and_the_invitation_withdrawn(as_role, house):
    client = as_role("community_manager")
    sent = {"mail": "Nouvelle@rivages.example", "where": f"section:{house.politics.pk}", "role": "moderator"}
    assert client.post(address(house), sent).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.mail, invitation.section, invitation.title) == ("nouvelle@rivages.example", house.politics, house.daily)
    assert client.post(f"{address(house)}withdraw/", {"invitation": invitation.pk}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert Fact.objects.filter(name="InvitationWithdrawn").count() == 1
    assert client.post(f"{address(house)}withdraw/", {"invitation": invitation.pk}).status_code == 404


def test_a_title_does_not_make_group_managers_nor_invite_elsewhere(as_role, house):
    client = as_role("community_manager")
    sent = {"mail": "nouvelle@rivages.example", "where": f"title:{house.daily.pk}", "role": Role.GROUP_MANAGER}
    assert client.post(address(house), sent).status_code == 422
    elsewhere = sent | {"role": "moderator", "where": f"title:{house.weekly.pk}"}
    assert client.post(address(house), elsewhere).status_code == 422
    assert not Invitation.objects.exists()


def test_a_bad_mail_is_told_beside_its_field(as_role, house):
    sent = {"mail": "pas une adresse", "where": f"title:{house.daily.pk}", "role": "moderator"}
    response = as_role("community_manager").post(address(house), sent)
    assert response.status_code == 422
    assert response.context["form"].errors["mail"]


def test_the_invitation_of_another_title_is_not_found(as_role, house):
    manager = house.accounts["group_manager"]
    other = invite(mail="a@b.example", role="guest", group=house.group, title=house.weekly, invited_by=manager.pk)
    assert as_role("community_manager").post(f"{address(house)}withdraw/", {"invitation": other.pk}).status_code == 404


def test_a_seat_ends_after_a_question(as_role, house):
    client, seat = as_role("community_manager"), seat_of(house, "marketing")
    ending = f"{address(house)}end/?seat={seat.pk}"
    assert "Mettre fin au rôle de Marketing" in client.get(ending).content.decode()
    assert client.post(ending).status_code == 302
    assert seat not in seats_at(group=house.group)


def test_the_last_manager_is_kept_and_told_why(as_role, house):
    seat = seat_of(house, Role.GROUP_MANAGER)
    response = as_role("group_manager").post(f"{whole(house)}end/?seat={seat.pk}")
    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert seat in seats_at(group=house.group)


def test_a_title_does_not_end_a_seat_of_the_group(as_role, house):
    seat = seat_of(house, Role.GROUP_MANAGER)
    assert as_role("community_manager").post(f"{address(house)}end/?seat={seat.pk}").status_code == 404


def test_a_second_factor_is_asked_by_whoever_has_one(as_role, house):
    client, address = as_role("group_manager"), f"/desk/group/{house.group.key}/team/second-factor/"
    refused = client.post(address, {"asked": "yes", "grace_days": "7"})
    assert refused.status_code == 422
    assert "D’abord le vôtre" in refused.content.decode()
    TOTP.activate(house.accounts["group_manager"], generate_totp_secret())
    assert client.post(address, {"asked": "yes", "grace_days": "7"}).status_code == 302
    page = client.get(f"/desk/group/{house.group.key}/team/").content.decode()
    assert "a un second facteur" in page
    assert "Ne plus le demander" in page
    assert client.post(address, {"asked": "no"}).status_code == 302
    house.group.refresh_from_db()
    assert not house.group.requires_second_factor
    assert client.post(address, {"asked": "yes", "grace_days": "99"}).status_code == 422
