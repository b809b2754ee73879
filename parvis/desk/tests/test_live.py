"""The desk's stream: its pass, and what is said on it."""

import pytest
import time_machine
from django.db import connection

from parvis.desk.live import pass_for, titles_of_pass
from parvis.kit.announcing import TOPICS
from parvis.moderation.acts import claim_case, decide, release_case
from parvis.testing.cast import post


def test_a_seat_s_pass_opens_its_titles_for_a_minute(as_seat, house):
    shown = as_seat("moderator").get("/desk/live/pass/").json()["pass"]
    assert titles_of_pass(shown) == (house.daily.pk,)
    assert titles_of_pass(shown + "x") == ()
    with time_machine.travel("2030-01-01", tick=False):
        assert titles_of_pass(shown) == ()


def test_nobody_without_a_seat_has_a_pass(client, house):
    assert client.get("/desk/live/pass/").status_code == 302


def test_no_titles_no_pass():
    assert titles_of_pass(pass_for([])) == ()


def heard_of() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return [notice.payload for notice in connection.connection.notifies(timeout=0.2)]


@pytest.mark.django_db(transaction=True)
def test_each_change_is_said_to_the_desk_of_its_title_and_keeping_a_case_is_no_news(house, to_judge):
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {TOPICS}")
    written = post(house)
    assert heard_of() == [f"{house.daily.pk}:thread:{written.thread_id}"]
    case, mine = to_judge(), house.accounts["moderator"].pk
    assert f"{house.daily.pk}:case:{case.pk}" in heard_of()
    claim_case(case_id=case.pk, account_id=mine)
    claim_case(case_id=case.pk, account_id=mine)
    release_case(case_id=case.pk, account_id=mine)
    release_case(case_id=case.pk, account_id=mine)
    decide(case_id=case.pk, account_id=mine, verdict="approve")
    assert heard_of() == [f"{house.daily.pk}:case:{case.pk}"] * 3
