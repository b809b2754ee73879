"""allauth's pages in the house's frame, in both languages, and the second factor."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from parvis.members.models import Account
from parvis.testing.cast import account

OPEN = ["/accounts/login/", "/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/"]
OWN = ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/2fa/"]


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", OPEN)
def test_a_page_of_the_door_is_in_the_frame(client, db, address, language):
    body = client.get(address, {"lang": language}).content.decode()
    assert f'<html lang="{language}" class="titled">' in body
    assert re.search(r"<h1>\s*\S", body)


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_one_s_account_is_in_the_frame(client, db, address):
    client.force_login(account("lectrice@lecteurs.example", "une-longue-phrase"))
    body = client.get(address).content.decode()
    assert 'class="doorway"' in body
    assert re.search(r"<h1>\s*\S", body)


@pytest.mark.parametrize("address", OWN)
def test_a_stranger_is_sent_to_the_door(client, db, address):
    response = client.get(address)
    assert response.status_code == 302


def test_a_password_opens_the_door_and_leads_readers_to_their_page(client, db):
    account("lectrice@lecteurs.example", "une-longue-phrase")
    EmailAddress.objects.create(
        user=Account.objects.get(mail="lectrice@lecteurs.example"), email="lectrice@lecteurs.example", verified=True
    )
    response = client.post("/accounts/login/", {"login": "lectrice@lecteurs.example", "password": "une-longue-phrase"})
    assert response["Location"] == "/members/me/"


def test_staff_are_led_to_the_desk(client, house):
    moderator = house.accounts["moderator"]
    moderator.set_password("une-longue-phrase")
    moderator.save(update_fields=["password"])
    EmailAddress.objects.create(user=moderator, email=moderator.mail, verified=True)
    response = client.post("/accounts/login/", {"login": moderator.mail, "password": "une-longue-phrase"})
    assert response["Location"] == "/desk/"


def test_a_forgotten_password_is_changed_with_a_code(client, house, mailoutbox):
    person = account("lectrice@lecteurs.example", "une-longue-phrase")
    EmailAddress.objects.create(user=person, email=person.mail, verified=True, primary=True)
    asked = client.post("/accounts/password/reset/", {"email": person.mail}, follow=True)
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.M)[1]
    done = client.post(asked.redirect_chain[-1][0], {"code": code}, follow=True)
    assert "Choisissez un mot de passe" in done.content.decode()


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_the_secret_of_the_second_factor_is_kept_sealed(db):
    person = account("bureau@rivages.example")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    kept = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get(user=person).wrap().validate_code(code_now(secret))


def test_the_page_of_the_second_factor_shows_a_square_and_the_secret(client, db):
    person = account("bureau@rivages.example", "une-longue-phrase")
    EmailAddress.objects.create(user=person, email=person.mail, verified=True, primary=True)
    client.post("/accounts/login/", {"login": person.mail, "password": "une-longue-phrase"})
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Est-ce toujours vous" in asked.content.decode()
    body = client.post(asked.redirect_chain[-1][0], {"password": "une-longue-phrase"}, follow=True).content.decode()
    assert 'src="data:image/svg' in body
    secret = re.search(r'class="secret">([A-Z2-7]+)<', body)[1]
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert "Codes de récupération" in done.content.decode()
    client.post("/accounts/logout/")
    asked = client.post("/accounts/login/", {"login": person.mail, "password": "une-longue-phrase"}, follow=True)
    assert "Votre second facteur" in asked.content.decode()
