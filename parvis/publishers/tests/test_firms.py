"""Outside firms: their people's seats follow titles, hours and end; their figures are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from parvis.conversations.models import Post
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import decide, open_case_by_hand
from parvis.moderation.firm_figures import Figures, figures_by_person, figures_by_title, figures_of
from parvis.moderation.rights import cases_for
from parvis.publishers.acts import accept_invitation, token_of
from parvis.publishers.firms.acts import change_firm, close_firm, invite_to_firm, leave_firm, open_firm, seat_in_firm
from parvis.publishers.firms.reads import firm_of, firms_of, invitations_of_firm, seats_of_firm
from parvis.publishers.models import Seat
from parvis.publishers.rights import ensure_may, off_duty_until, seats_of
from parvis.testing.cast import account, post

#: A Wednesday.
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


@pytest.fixture
def opened(house, manager):
    def opened(**given):
        return open_firm(**{"group": house.group, "name": "Vigie", "titles": [house.daily], "account_id": manager} | given)

    return opened


def came(firm, manager, mail="vigie@firm.example"):
    person = account(mail)
    invitation = invite_to_firm(firm=firm, mail=mail, invited_by=manager)
    accept_invitation(token=token_of(invitation), account_id=person.pk, mail=mail)
    return person


def test_someone_invited_judges_the_queue_of_the_firms_titles_and_nothing_else(house, manager, opened):
    firm = opened()
    invite_to_firm(firm=firm, mail="autre@firm.example", invited_by=manager)
    person = came(firm, manager)
    assert [(seat.role, seat.title) for seat in seats_of(person.pk)] == [("outside", house.daily)]
    ensure_may(person.pk, "moderate", title=house.daily)
    for capability in ("read", "members", "configure", "host", "invite"):
        with pytest.raises(Refusal):
            ensure_may(person.pk, capability, title=house.daily)
    with pytest.raises(Refusal):
        ensure_may(person.pk, "moderate", title=house.weekly)
    assert (firm_of(person.pk), [one.mail for one in invitations_of_firm(firm)]) == (firm, ["autre@firm.example"])


def test_seats_follow_the_titles_and_the_end(house, manager, opened):
    firm = opened()
    person = came(firm, manager)
    ends = clock.now() + timedelta(days=10)
    change_firm(firm=firm, name="Vigie", titles=[house.weekly], ends_at=ends, account_id=manager)
    assert [seat.title for seat in seats_of_firm(firm)] == [house.weekly]
    with clock.at(ends + timedelta(minutes=1)):
        assert seats_of(person.pk) == []
        assert not cases_for(person.pk).exists()
    assert leave_firm(firm=firm, account_id=person.pk, ended_by=manager) == 1
    assert seats_of(person.pk) == []


def test_outside_its_hours_the_desk_is_closed_to_its_people(house, manager, opened):
    with clock.at(NOON):
        firm = opened(hours="18:00-08:00", days=[0, 1, 2, 3, 4])
        person = came(firm, manager)
        assert seats_of(person.pk) == []
        assert off_duty_until(person.pk) == NOON.replace(hour=17)
        assert off_duty_until(house.accounts["moderator"].pk) is None
        client = Client(headers={"accept-language": "fr"})
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        said = client.get("/desk/queue/")
        assert said.status_code == 403
        assert "heures de votre société" in said.content.decode()
    with clock.at(NOON.replace(hour=20)):
        assert len(seats_of(person.pk)) == 1


def test_an_ended_firm_opens_nothing(house, manager, opened):
    firm = opened()
    person = came(firm, manager)
    invitation = invite_to_firm(firm=firm, mail="late@firm.example", invited_by=manager)
    assert close_firm(firm=firm, account_id=manager) == 1
    assert close_firm(firm=firm, account_id=manager) == 0
    assert not Seat.objects.current().filter(account=person).exists()
    with pytest.raises(Refusal):
        accept_invitation(token=token_of(invitation), account_id=person.pk, mail="late@firm.example")
    firm.refresh_from_db()
    for act in (
        lambda: invite_to_firm(firm=firm, mail="x@y.example", invited_by=manager),
        lambda: seat_in_firm(firm=firm, account_id=person.pk),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "firm_closed"
    assert [one.closed_at is not None for one in firms_of(house.group)] == [True]


def test_who_may_take_a_firm_on_and_how(house, other_house, manager, opened):
    for given, code in [
        ({"account_id": house.accounts["community_manager"].pk}, "not_your_role"),
        ({"account_id": other_house.accounts["group_manager"].pk}, "not_found"),
        ({"name": " "}, "no_name"),
        ({"titles": []}, "no_title"),
        ({"titles": [other_house.daily]}, "no_title"),
        ({"days": []}, "no_day"),
        ({"days": [9]}, "no_day"),
        ({"hours": "matin"}, "bad_setting"),
        ({"zone": "Mars"}, "bad_setting"),
        ({"ends_at": clock.now() - timedelta(days=1)}, "past_moment"),
    ]:
        with pytest.raises(Refusal) as refused:
            opened(**given)
        assert refused.value.code == code, given


def test_figures_say_how_much_how_fast_and_how_often_otherwise(house, manager, opened):
    since = clock.now() - timedelta(days=1)
    firm = opened()
    person = came(firm, manager)
    cases = [open_case_by_hand(subject=f"post:{post(house).pk}", account_id=person.pk) for _number in range(3)]
    with clock.at(clock.now() + timedelta(minutes=10)):
        for case in cases:
            decide(case_id=case.pk, account_id=person.pk, verdict="refuse", rule_number=1, version=case.version)
    moderator = house.accounts["moderator"].pk
    again = open_case_by_hand(subject=cases[0].subject, account_id=moderator)
    with clock.at(clock.now() + timedelta(minutes=20)):
        decide(case_id=again.pk, account_id=moderator, verdict="approve", version=again.version)
    said = figures_of(firm.pk, since)
    assert (said.decisions, round(said.minutes), said.overturned, round(said.share)) == (3, 10, 1, 33)
    assert figures_by_person(firm.pk, since) == {person.pk: said}
    assert figures_by_title(firm.pk, since) == figures_by_title(firm.pk, since, person.pk) == {house.daily.pk: said}
    assert figures_of(firm.pk, clock.now() + timedelta(days=1)) == Figures()
    assert Post.objects.get(pk=int(cases[0].subject.split(":")[1])).standing == "published"
