"""Addresses that nobody proved are not kept."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from parvis.kit import clock
from parvis.members.acts import account_for_mail, enter_by_account
from parvis.members.jobs import forget_unproved
from parvis.members.models import Account
from parvis.testing.cast import account


def a_week_later():
    return clock.at(clock.now() + timedelta(days=8))


def test_an_address_nobody_proved_is_forgotten_after_a_week(db):
    account_for_mail(mail="erreur@lecteurs.example")
    assert forget_unproved(0) == 0
    with a_week_later():
        assert forget_unproved(0) == 1  # by forget_unproved_accounts
    assert not Account.objects.exists()
    assert not EmailAddress.objects.exists()


def test_whoever_came_in_or_holds_anything_stays(house):
    proved = account_for_mail(mail="prouvee@lecteurs.example")
    EmailAddress.objects.filter(user=proved).update(verified=True)
    enter_by_account(group=house.group, account=account_for_mail(mail="membre@lecteurs.example"))
    account("avec-mot-de-passe@lecteurs.example", "une-longue-phrase")
    before = set(Account.objects.exclude(mail__startswith="nobody@").values_list("mail", flat=True))
    with a_week_later():
        forget_unproved(0)
    assert set(Account.objects.values_list("mail", flat=True)) >= before
