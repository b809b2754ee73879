"""How readers come in with an account of their own, and how a seat is taken."""

import re
from urllib.parse import quote

import jwt
import pytest
from django.conf import settings

from parvis.members.acts import choose_pseudonym, enter_by_account
from parvis.members.models import Account, Member
from parvis.publishers.acts import invite, token_of
from parvis.publishers.models import Seat
from parvis.testing.cast import account

ORIGIN = "https://rivages-jour.example"


def door(house, origin: str = ORIGIN) -> str:
    return f"/members/enter?title={house.daily.key}&origin={quote(origin, safe='')}"


def code_in(mail) -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", mail.body, re.M)[1]


def come_in(client, mailoutbox, mail: str, next_page: str):
    """Types an address, then the code it received; gives the page reached."""
    asked = client.post("/accounts/login/code/", {"email": mail, "next": next_page})
    assert asked.status_code == 302
    return client.post(asked["Location"], {"code": code_in(mailoutbox[-1])})


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def test_a_new_reader_comes_in_with_a_mail_a_code_and_a_name(client, house, mailoutbox):
    assert client.get(door(house)).status_code == 200
    assert come_in(client, mailoutbox, "Nouvelle@lecteurs.example", door(house))["Location"] == door(house)
    assert "Choisissez votre nom" in client.get(door(house)).content.decode()
    assert client.post(door(house), {"name": "Nouvelle"})["Location"] == door(house)
    page = client.get(door(house)).content.decode()
    assert f'data-origin="{ORIGIN}"' in page
    bearer = re.search(r'data-session="([^"]+)"', page)[1]
    claims = jwt.decode(bearer, settings.SECRET_KEY, algorithms=["HS256"], audience="parvis.reader")
    assert Member.objects.get(pk=int(claims["sub"])).pseudonym == "Nouvelle"
    assert Account.objects.filter(mail="nouvelle@lecteurs.example").exists()


def test_the_mail_is_in_the_reader_s_language(client, house, mailoutbox):
    client.post("/accounts/login/code/?lang=en", {"email": "visitor@lecteurs.example"})
    assert "is your code to sign in" in mailoutbox[0].subject
    assert Account.objects.get(mail="visitor@lecteurs.example").language == "en"


def test_the_door_does_not_tell_who_has_an_account(client, house, mailoutbox):
    account("connue@lecteurs.example")
    known = client.post("/accounts/login/code/", {"email": "connue@lecteurs.example"})
    client.cookies.clear()
    unknown = client.post("/accounts/login/code/", {"email": "inconnue@lecteurs.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mailoutbox) == 2


def test_a_closed_account_gets_no_code(client, house, mailoutbox):
    closed = account("close@lecteurs.example")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    client.post("/accounts/login/code/", {"email": "close@lecteurs.example"})
    assert not any(re.search(r"^[A-Z0-9-]{6,}$", mail.body, re.M) for mail in mailoutbox)


def test_a_wrong_code_opens_nothing(client, house, mailoutbox):
    asked = client.post("/accounts/login/code/", {"email": "lectrice@lecteurs.example"})
    assert client.post(asked["Location"], {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_known_reader_goes_straight_through(client, house):
    known = account("connue@lecteurs.example")
    choose_pseudonym(member=enter_by_account(group=house.group, account=known), name="Lison B.")
    client.force_login(known)
    assert "Bienvenue, Lison B." in client.get(door(house)).content.decode()


def test_a_taken_name_is_said_in_the_form(client, house):
    choose_pseudonym(member=enter_by_account(group=house.group, account=account("a@lecteurs.example")), name="Lison B.")
    client.force_login(account("b@lecteurs.example"))
    response = client.post(door(house), {"name": "LISON B"})
    assert response.status_code == 422
    assert "Ce nom est pris" in response.content.decode()
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "origin", ["https://mechant.example", "https://rivages-jour.example.mechant.example", "null", "", "javascript:alert(1)"]
)
def test_a_session_is_never_handed_to_a_stranger_s_page(client, house, origin):
    client.force_login(house.accounts["nobody"])
    assert client.get(door(house, origin)).status_code in (403, 422)


def test_a_path_is_not_an_origin(client, house):
    assert client.get(door(house, f"{ORIGIN}/page")).status_code == 403
    assert client.get(door(house, "http://testserver")).status_code == 200


def test_another_title_s_pages_are_strangers(client, house):
    assert client.get(door(house, "https://rivages-semaine.example")).status_code == 403


def test_the_door_of_no_title_is_no_door(client, db):
    assert client.get("/members/enter?title=rien&origin=https://rien.example").status_code == 404


def test_the_way_in_lets_the_article_hear(client, house):
    for address in (door(house), "/accounts/login/code/", "/accounts/login/"):
        assert client.get(address)["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert client.get("/")["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_a_page_with_a_session_is_never_kept(client, house):
    known = account("connue@lecteurs.example")
    choose_pseudonym(member=enter_by_account(group=house.group, account=known), name="Lison B.")
    client.force_login(known)
    assert "no-store" in client.get(door(house))["Cache-Control"]


@pytest.fixture
def offered(house):
    manager = house.accounts["group_manager"].pk
    offer = invite(mail="future@bureau.example", role="moderator", group=house.group, title=house.daily, invited_by=manager)
    return f"/members/invitation/{token_of(offer)}/"


def test_a_seat_is_taken_with_a_code(client, house, offered, mailoutbox):
    assert "Une place au bureau · Le Jour" in client.get(offered).content.decode()
    come_in(client, mailoutbox, "future@bureau.example", offered)
    assert "Prendre cette place" in client.get(offered).content.decode()
    assert client.post(offered)["Location"] == "/desk/"
    assert Seat.objects.get(account__mail="future@bureau.example").role == "moderator"
    assert client.get(offered).status_code == 410


def test_a_seat_is_not_for_another_address(client, house, offered):
    client.force_login(house.accounts["nobody"])
    assert "offerte à une autre adresse" in client.get(offered).content.decode()
    assert client.post(offered).status_code == 403


def test_an_address_that_was_not_proved_takes_no_seat(client, house, offered):
    client.force_login(account("future@bureau.example"))
    assert client.post(offered).status_code == 403


def test_a_forged_invitation_is_nothing(client, db):
    assert client.get("/members/invitation/12:abc:def/").status_code == 404
    assert client.post("/members/invitation/12:abc:def/").status_code == 404


def test_a_stranger_cannot_take_a_seat(client, house, offered):
    assert client.post(offered).status_code == 200
    assert not Seat.objects.filter(account__mail="future@bureau.example").exists()
