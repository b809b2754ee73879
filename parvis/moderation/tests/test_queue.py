"""The queue as it is read: its order, its filters, a case's file, a member's history, the day."""

from datetime import timedelta

from parvis.kit import clock
from parvis.moderation.acts import add_note, claim_case, decide, signal_subject, snooze_case, undo_decision
from parvis.moderation.models import Case
from parvis.moderation.queue import Filters, cases_page, day_of, file_of, history_of, holder_of, waiting_count
from parvis.publishers.acts import give_seat
from parvis.testing.cast import account, post


def to_judge(house, readers: int = 1, **what) -> Case:
    written = post(house, **what)
    for number in range(readers):
        signal_subject(subject=written.subject, reason="insult", visitor=f"passant {number}")
    return Case.objects.get(subject=written.subject)


def test_the_most_signalled_comes_first_and_pages_follow_without_a_gap(house, django_assert_num_queries):
    cases = [to_judge(house) for _n in range(44)]
    first = to_judge(house, readers=5)
    mine = house.accounts["moderator"].pk
    with django_assert_num_queries(1):
        page = cases_page(account_id=mine, filters=Filters())
    rest = cases_page(account_id=mine, filters=Filters(), after=page.after)
    assert page.cases[0] == first
    assert {case.pk for case in [*page.cases, *rest.cases]} == {first.pk, *(case.pk for case in cases)}
    assert (len(page.cases), rest.after) == (40, None)


def test_filters_of_an_address_come_back_as_the_same_address():
    asked = {"cause": "held", "search": "l’été & co", "section": "12", "author": "not a number", "other": "x"}
    filters = Filters.of(asked)
    assert (filters.cause, filters.search, filters.section, filters.author) == ("held", "l’été & co", "12", "")
    assert filters.query == "?section=12&cause=held&search=l%E2%80%99%C3%A9t%C3%A9+%26+co"
    assert Filters.of({"cause": "nonsense"}) == Filters()


def test_a_case_put_aside_waits_elsewhere_until_its_hour(house):
    case, mine = to_judge(house), house.accounts["moderator"].pk
    snooze_case(case_id=case.pk, account_id=mine, until=clock.now() + timedelta(hours=1))
    assert waiting_count(account_id=mine) == 0
    assert waiting_count(account_id=mine, filters=Filters(snoozed="1")) == 1
    with clock.at(clock.now() + timedelta(hours=2)):
        assert waiting_count(account_id=mine) == 1


def test_mine_is_what_i_hold_or_annotated(house):
    held, noted, _other = to_judge(house), to_judge(house), to_judge(house)
    mine = house.accounts["moderator"].pk
    claim_case(case_id=held.pk, account_id=mine)
    add_note(case_id=noted.pk, account_id=mine, words="À relire.")
    assert set(cases_page(account_id=mine, filters=Filters(mine="1")).cases) == {held, noted}


def test_a_claim_too_old_holds_nothing(house):
    case, mine = to_judge(house), house.accounts["moderator"]
    claimed = claim_case(case_id=case.pk, account_id=mine.pk)
    assert holder_of(claimed) == mine
    with clock.at(clock.now() + timedelta(minutes=4)):
        assert holder_of(claimed) is None


def test_a_section_s_moderator_waits_for_that_section_only(house):
    elsewhere = account("section@rivages.example")
    give_seat(account_id=elsewhere.pk, role="moderator", group=house.group, section=house.politics)
    to_judge(house)
    assert waiting_count(account_id=elsewhere.pk) == 0


def test_a_case_s_file_is_read_in_six_queries(house, django_assert_num_queries):
    case, mine = to_judge(house, readers=3), house.accounts["moderator"].pk
    add_note(case_id=case.pk, account_id=mine, words="À relire.")
    with django_assert_num_queries(6):
        file = file_of(case, account_id=mine)
    assert (len(file.signals), len(file.notes), len(file.rules)) == (3, 1, 10)
    assert [change.after for change in file.history] == ["published"]


def test_a_history_counts_what_stands_and_not_what_was_taken_back(house, django_assert_num_queries):
    first, mine = to_judge(house), house.accounts["moderator"].pk
    second = to_judge(house, member=first.author)
    decide(case_id=first.pk, account_id=mine, verdict="refuse", rule_number=1)
    undo_decision(decision_id=decide(case_id=second.pk, account_id=mine, verdict="hide").pk, account_id=mine)
    with django_assert_num_queries(2):
        history = history_of(first.author_id, account_id=mine)
    assert (history.refused, history.hidden, len(history.last)) == (1, 0, 1)
    assert history_of(first.author_id, account_id=house.accounts["weekly_moderator"].pk).last == []


def test_the_day_counts_everyone_s_decisions_and_one_s_own(house):
    mine, hers = house.accounts["moderator"].pk, house.accounts["community_manager"].pk
    decide(case_id=to_judge(house).pk, account_id=mine, verdict="approve")
    decide(case_id=to_judge(house).pk, account_id=hers, verdict="hide")
    day = day_of(mine)
    assert (day.decided, day.approved, day.hidden, day.mine) == (2, 1, 1, 1)
    assert day_of(mine, house.weekly.key).decided == 0
