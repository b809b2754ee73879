"""A group that asks its staff for a second factor does not open the desk without one, at any address."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory

from parvis.config.middleware import DenyByDefault, right_of
from parvis.kit import clock
from parvis.publishers.models import Group
from parvis.publishers.rights import CAPABILITIES
from parvis.publishers.securing.acts import ask_second_factor
from parvis.testing.test_rights import ADDRESSES


def page(request):
    raise AssertionError("process_view decides before")


page.right = "seat:moderate"


def door(account, *, shown: bool = False):
    request = RequestFactory().get("/desk/queue/?title=jour")
    request.user, request.session, request.htmx = account, {}, False
    request._messages = FallbackStorage(request)
    if shown:
        record_authentication(request, account, method="mfa", type="totp")
    return DenyByDefault(page).process_view(request, page, (), {})


@pytest.fixture
def strict(house):
    ask_second_factor(group=house.group, asked=True, account_id=None)
    return house


def test_staff_without_one_are_sent_to_activate_it(strict):
    response = door(strict.accounts["moderator"])
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")


def test_staff_with_one_shown_in_this_session_go_on(strict):
    TOTP.activate(strict.accounts["moderator"], generate_totp_secret())
    assert door(strict.accounts["moderator"], shown=True) is None


def test_a_session_opened_before_shows_it_once(strict):
    TOTP.activate(strict.accounts["moderator"], generate_totp_secret())
    response = door(strict.accounts["moderator"])
    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fdesk%2Fqueue%2F%3Ftitle%3Djour"


def test_recovery_codes_alone_are_not_a_factor(strict):
    RecoveryCodes.activate(strict.accounts["moderator"])
    assert door(strict.accounts["moderator"], shown=True)["Location"] == "/accounts/2fa/"


def test_until_the_date_the_desk_stays_open_and_says_it(house):
    ask_second_factor(group=house.group, asked=True, grace_days=7, account_id=None)
    moderator = house.accounts["moderator"]
    client = Client(headers={"accept-language": "fr"})
    client.force_login(moderator, backend="allauth.account.auth_backends.AuthenticationBackend")
    moderator.refresh_from_db()
    assert door(moderator) is None
    assert "le bureau vous sera fermé" in client.get("/desk/", follow=True).content.decode()
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert door(moderator)["Location"] == "/accounts/2fa/"


def test_one_without_a_date_is_asked_at_once(house):
    Group.objects.filter(pk=house.group.pk).update(requires_second_factor=True)
    assert door(house.accounts["moderator"]).status_code == 302


OF_A_MANAGER = {f"seat:{capability}" for capability in CAPABILITIES["group_manager"]}
CLOSED = sorted(path for path, pattern in ADDRESSES.items() if right_of(pattern.callback) in OF_A_MANAGER)


def test_every_address_of_the_desk_is_closed_without_one(strict):
    """Whatever stands behind a seat, the making of keys with it: read from the addresses themselves."""
    client = Client()
    client.force_login(strict.accounts["group_manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert len(CLOSED) > 30
    for path in CLOSED:
        address = "/" + path
        for name, converter in ADDRESSES[path].pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            value = "1" if kind == "int" else strict.daily.key
            address = address.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
        for method in (client.get, client.post):
            response = method(address)
            assert (response.status_code, response.headers.get("Location")) == (302, "/accounts/2fa/"), address


def test_staff_do_not_write_under_the_newsrooms_badge_without_one(strict):
    client = Client()
    client.force_login(strict.accounts["journalist"], backend="allauth.account.auth_backends.AuthenticationBackend")
    origin = f"https%3A%2F%2F{strict.daily.key}.example"
    response = client.get(f"/members/enter?title={strict.daily.key}&origin={origin}")
    assert response["Location"] == "/accounts/2fa/"


def test_a_group_that_asks_nothing_opens(house):
    assert door(house.accounts["moderator"]) is None


def test_a_stranger_is_refused_before_anything_is_asked(strict):
    assert door(strict.accounts["guest"]).status_code == 403
