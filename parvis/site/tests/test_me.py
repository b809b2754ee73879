"""One's own page: what one wrote, what was decided about it and why."""

import pytest

from parvis.kit import clock
from parvis.members.acts import enter_by_account
from parvis.members.models import Account, Notice
from parvis.members.telling.acts import tell
from parvis.moderation.acts import decide
from parvis.moderation.acts.decisions import UNDO_LIFE
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import account, post


@pytest.fixture
def lison(house):
    return enter_by_account(group=house.group, account=account("lison@lecteurs.example"), pseudonym="Lison B.")


@pytest.fixture
def refused(house, lison):
    """A held post of Lison's, refused under rule 1."""
    set_policy(group=house.group, mode="pre")
    held = post(house, member=lison)
    case = Case.objects.get(subject=f"post:{held.pk}")
    judge = house.accounts["moderator"].pk
    decide(case_id=case.pk, account_id=judge, verdict="refuse", rule_number=1, reason="Le maire n’est pas le sujet.")
    with clock.at(clock.now() + UNDO_LIFE * 2):
        yield held


def test_an_author_sees_the_rule_and_the_reason(client, house, lison, refused):
    client.force_login(lison.account)
    body = client.get("/members/me/").content.decode()
    assert "Refusé" in body
    assert "Règle 1 de la charte" in body
    assert "Le maire n’est pas le sujet." in body
    assert f'href="/charte/{house.daily.key}/#regle-1"' in body


def test_nobody_else_sees_it(client, house, refused):
    client.force_login(house.accounts["nobody"])
    body = client.get("/members/me/").content.decode()
    assert "Le maire" not in body
    assert "encore rien écrit" in body


def test_a_stranger_is_sent_to_the_door(client, db):
    for address in ("/members/me/", "/members/me/language/"):
        assert client.get(address)["Location"].startswith("/accounts/login/?next=")


def test_a_decision_that_can_still_be_undone_is_not_told(client, house, lison):
    set_policy(group=house.group, mode="pre")
    held = post(house, member=lison)
    case = Case.objects.get(subject=f"post:{held.pk}")
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1, reason="Hors de propos.")
    client.force_login(lison.account)
    assert "Hors de propos." not in client.get("/members/me/").content.decode()


def test_a_notice_is_read_once(client, lison):
    notice = tell(member_id=lison.pk, kind="decision", about="decision:1", data={"after": "removed"})
    client.force_login(lison.account)
    assert "Votre commentaire a été retiré." in client.get("/members/me/").content.decode()
    client.post(f"/members/me/notices/{notice.pk}/seen/")
    assert "a été retiré" not in client.get("/members/me/").content.decode()


def test_another_s_notice_stays_unread(client, house, lison):
    notice = tell(member_id=lison.pk, kind="decision", about="decision:1", data={})
    client.force_login(house.accounts["nobody"])
    client.post(f"/members/me/notices/{notice.pk}/seen/")
    assert Notice.objects.get().seen_at is None


def test_the_language_one_is_written_to_in_is_chosen(client, lison):
    client.force_login(lison.account)
    response = client.post("/members/me/language/", {"language": "en"}, follow=True)
    assert "My account" in response.content.decode()
    assert Account.objects.get(pk=lison.account_id).language == "en"
    lison.refresh_from_db()
    assert lison.language == "en"
    assert client.post("/members/me/language/", {"language": "xx"}).status_code == 422


def test_the_page_costs_few_queries(client, house, lison, django_assert_max_num_queries):
    for _number in range(5):
        post(house, member=lison)
    client.force_login(lison.account)
    client.get("/members/me/")
    with django_assert_max_num_queries(7):
        client.get("/members/me/")
