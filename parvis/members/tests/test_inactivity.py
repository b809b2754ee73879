"""Accounts nobody has used for two years: told twice, then erased; whatever the clock does, and however often the worker runs."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from hypothesis import given
from hypothesis import strategies as st

from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.members.acts import choose_pseudonym, enter_by_account
from parvis.members.bulk import Newcomer, bring_members
from parvis.members.leaving.acts import note_reminder
from parvis.members.leaving.inactivity import erasure_day, see_to_the_inactive, two_years_after
from parvis.members.leaving.jobs import erase_those_who_asked, remind_the_inactive
from parvis.members.models import Erasure, Member, Reminder
from parvis.publishers.acts import give_seat
from parvis.testing.cast import account, reader

PARIS = ZoneInfo("Europe/Paris")
LAST = datetime(2024, 11, 24, 9, 30, tzinfo=UTC)
END = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_list(tmp_path, monkeypatch):
    monkeypatch.setattr("parvis.members.leaving.tombstones._list", lambda: tmp_path / "erased.jsonl")


@pytest.fixture
def idle(house):
    """A member who came for the last time at LAST."""
    with clock.at(LAST):
        login = account("lison@lecteurs.example")
        EmailAddress.objects.create(user=login, email=login.mail, verified=True, primary=True)
        return choose_pseudonym(member=enter_by_account(group=house.group, account=login), name="Lison B.")


def night(moment: datetime) -> dict[str, int]:
    with clock.at(moment):
        return remind_the_inactive(0)


def test_letters_leave_thirty_and_seven_days_before_and_then_the_account_goes(idle, mailoutbox):
    assert night(END - timedelta(days=31)) == {"told": 0, "erased": 0}
    assert night(END - timedelta(days=30)) == {"told": 1, "erased": 0}
    assert "24 novembre 2026" in mailoutbox[0].body
    assert night(END - timedelta(days=29)) == {"told": 0, "erased": 0}
    assert night(END - timedelta(days=7)) == {"told": 1, "erased": 0}
    assert night(END - timedelta(hours=1)) == {"told": 0, "erased": 0}
    assert night(END) == {"told": 0, "erased": 1}
    with clock.at(END):
        assert erase_those_who_asked(0) == 1
    erased = Member.objects.get(pk=idle.pk)
    assert (erased.pseudonym, Erasure.objects.get().keeps_words, len(mailoutbox)) == ("Compte supprimé", True, 2)
    assert night(END + timedelta(days=1)) == {"told": 0, "erased": 0}


def test_the_same_night_twice_changes_nothing(idle, mailoutbox):
    for _time in range(3):
        night(END - timedelta(days=30))
    assert (len(mailoutbox), Reminder.objects.count()) == (1, 1)
    assert not note_reminder(member_id=idle.pk, days=30, last_seen=LAST)


def test_a_visit_starts_the_two_years_again(idle, mailoutbox):
    night(END - timedelta(days=30))
    night(END - timedelta(days=7))
    with clock.at(END - timedelta(days=2)):
        enter_by_account(group=idle.group, account=idle.account)
    assert night(END) == {"told": 0, "erased": 0}
    assert night(END + timedelta(days=700)) == {"told": 1, "erased": 0}
    assert len(mailoutbox) == 3


def test_a_worker_asleep_for_months_still_gives_the_whole_notice(idle, mailoutbox):
    late = END + timedelta(days=100)
    assert night(late) == {"told": 1, "erased": 0}
    assert night(late + timedelta(days=1)) == {"told": 0, "erased": 0}
    assert night(late + timedelta(days=23)) == {"told": 1, "erased": 0}
    assert night(late + timedelta(days=29)) == {"told": 0, "erased": 0}
    assert night(late + timedelta(days=30)) == {"told": 0, "erased": 1}


def test_a_letter_the_mail_server_refuses_is_sent_the_next_night(idle, mailoutbox, monkeypatch):
    def refuses(*_arguments, **_options):
        raise SMTPServerDisconnected("down")

    with monkeypatch.context() as down:
        down.setattr("parvis.members.leaving.inactivity.send_mail", refuses)
        assert night(END - timedelta(days=30)) == {}
    assert not Reminder.objects.exists()
    assert night(END - timedelta(days=29)) == {"told": 1, "erased": 0}
    assert "25 novembre 2026" in mailoutbox[0].body, "the day told is the day kept"


def test_the_publishers_readers_are_erased_too_and_their_publisher_may_hear_of_it(house, mailoutbox):
    with clock.at(LAST):
        member = reader(house, "Yvonnick")
    night(END - timedelta(days=30))
    night(END - timedelta(days=7))
    assert night(END)["erased"] == 1
    told = Fact.objects.filter(name="InactivityTold", member_id=member.pk).order_by("pk")
    assert [fact.data["days"] for fact in told] == [30, 7]
    assert mailoutbox == []


def test_staff_and_people_of_an_archive_are_no_inactive_accounts(idle, house):
    give_seat(account_id=idle.account.pk, role="moderator", group=house.group, title=house.daily)
    with clock.at(LAST):
        bring_members(group=house.group, newcomers=[Newcomer("disqus", "7", "Ancien lecteur")])
    assert night(END + timedelta(days=400)) == {"told": 0, "erased": 0}


def test_it_is_asked_in_one_query_when_nobody_is_concerned(house, django_assert_num_queries):
    reader(house)
    with django_assert_num_queries(1):
        see_to_the_inactive()


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_two_years_are_two_years_by_the_calendar_whatever_the_summer_time(naive):
    moment = naive.replace(tzinfo=UTC)
    after, before = two_years_after(moment).astimezone(PARIS), moment.astimezone(PARIS)
    assert after.year == before.year + 2
    assert (after.month, min(after.day, 28)) == (before.month, min(before.day, 28))
    assert abs((after.hour - before.hour + 12) % 24 - 12) <= 1
    assert timedelta(days=729) < after - before < timedelta(days=732)


@pytest.mark.parametrize("moment", ["2024-02-29 12:00", "2024-03-31 01:30", "2024-10-27 00:30", "2024-10-27 01:30"])
def test_leap_days_and_the_nights_the_clock_moves(moment):
    start = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert timedelta(days=729) <= two_years_after(start) - start <= timedelta(days=731)


@given(st.dictionaries(st.sampled_from([30, 7]), st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1))))
def test_nobody_is_erased_sooner_than_a_letter_said(letters):
    sent = {days: at.replace(tzinfo=UTC) for days, at in letters.items()}
    day = erasure_day(LAST, sent)
    assert day >= two_years_after(LAST)
    assert all(day >= at + timedelta(days=days) for days, at in sent.items())
