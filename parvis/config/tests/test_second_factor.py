"""A group that asks its staff for a second factor does not open the desk without one."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from parvis.config.middleware import DenyByDefault
from parvis.publishers.models import Group


def page(request):
    raise AssertionError("process_view decides before")


page.right = "seat:moderate"


def door(account):
    request = RequestFactory().get("/desk/")
    request.user, request.session, request.htmx = account, {}, False
    request._messages = FallbackStorage(request)
    return DenyByDefault(page).process_view(request, page, (), {})


@pytest.fixture
def strict(house):
    Group.objects.filter(pk=house.group.pk).update(requires_second_factor=True)
    return house


def test_staff_without_one_are_sent_to_activate_it(strict):
    response = door(strict.accounts["moderator"])
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_staff_with_one_go_on(strict):
    TOTP.activate(strict.accounts["moderator"], generate_totp_secret())
    assert door(strict.accounts["moderator"]) is None


def test_a_group_that_asks_nothing_opens(house):
    assert door(house.accounts["moderator"]) is None


def test_a_stranger_is_refused_before_anything_is_asked(strict):
    assert door(strict.accounts["guest"]).status_code == 403
