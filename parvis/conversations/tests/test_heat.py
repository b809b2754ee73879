"""What is happening now, and how hot it is."""

from datetime import datetime, timedelta
from math import sqrt

import pytest

from parvis.conversations.acts import close_thread
from parvis.conversations.heat_measures import STEPS, lines_of, warm_threads
from parvis.conversations.heat_reads import warm_page
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import claim_case, decide, signal_subject
from parvis.moderation.models import Case
from parvis.testing.cast import post, reader, thread

NOON = datetime.fromisoformat("2026-03-04T12:00:00+00:00")


def at(minutes: int, house, slug: str, **how):
    """A post written so many minutes before noon."""
    with clock.at(NOON - timedelta(minutes=minutes)):
        return post(house, where=thread(house, slug), **how)


def test_heat_is_the_formula_that_is_written(house):
    for age in (0, 30, 60):
        written = at(age, house, "pont")
    (found,) = warm_threads(title_ids=[house.daily.pk], now=NOON)
    assert (found.id, found.posts, found.people, found.trouble) == (written.thread_id, 3, 3, 0)
    assert found.heat / 1000 == pytest.approx((1 + 0.5 + 0.25) * sqrt(3), abs=0.002)


def test_the_same_posts_by_several_people_or_with_signals_are_hotter(house):
    alone, people = reader(house), at(5, house, "nombreux")
    for _n in range(3):
        lonely = at(5, house, "seul", member=alone)
        at(5, house, "nombreux")
    at(5, house, "seul", member=alone)
    signalled = at(5, house, "signalé")
    for _n in range(30):
        with clock.at(NOON):
            signal_subject(subject=signalled.subject, reason="spam", member_id=reader(house).pk)
    rows = warm_page(title_ids=[house.daily.pk], at=NOON).rows
    assert [row.thread.pk for row in rows] == [signalled.thread_id, people.thread_id, lonely.thread_id]
    assert rows[0].warmth.signals == 30


def test_what_was_said_this_morning_is_no_longer_warm(house):
    at(361, house, "ancien")
    assert warm_page(title_ids=[house.daily.pk], at=NOON).rows == []


def test_a_page_says_it_all_in_seven_queries_and_the_next_one_repeats_nothing(house, django_assert_num_queries):
    for number in range(32):
        at(number, house, f"article-{number}")
    ids = [house.daily.pk]
    with django_assert_num_queries(7):
        first = warm_page(title_ids=ids, at=NOON)
    at(-1, house, "article-31")
    second = warm_page(title_ids=ids, at=first.at, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (30, 2, "")
    assert not {row.thread.pk for row in first.rows} & {row.thread.pk for row in second.rows}


def test_a_row_tells_the_last_words_the_newcomers_and_the_colleagues(house):
    newcomer = reader(house, "Nouvelle venue")
    first = at(50, house, "pont", member=newcomer)
    last = at(10, house, "pont")
    with clock.at(NOON):
        signal_subject(subject=last.subject, reason="spam", member_id=newcomer.pk)
        claim_case(case_id=Case.objects.get(subject=last.subject).pk, account_id=house.accounts["moderator"].pk)
    (row,) = warm_page(title_ids=[house.daily.pk], at=NOON).rows
    assert row.last["words"] == last.text
    assert [one["id"] for one in row.newcomers] == [first.pk, last.pk]
    assert [(one["name"], one["doing"]) for one in row.colleagues] == [("Moderator", "judging")]
    assert (row.line[-1], row.line[-2], sum(row.line)) == (1, 1, 2)


def test_a_newcomer_who_was_answered_waits_no_more(house):
    first = at(50, house, "pont")
    with clock.at(NOON - timedelta(minutes=20)):
        post(house, parent=first)
    (row,) = warm_page(title_ids=[house.daily.pk], at=NOON).rows
    assert first.pk not in [one["id"] for one in row.newcomers]


@pytest.mark.parametrize(("state", "slugs"), [("closed", {"fermé"}), ("open", {"pont", "signalé"}), ("signalled", {"signalé"})])
def test_states_narrow(house, state, slugs):
    where = {at(5, house, slug).thread_id: slug for slug in ("pont", "fermé", "signalé")}
    closed = next(pk for pk, slug in where.items() if slug == "fermé")
    close_thread(account_id=house.accounts["community_manager"].pk, thread_id=closed)
    with clock.at(NOON):
        signal_subject(subject=at(2, house, "signalé").subject, reason="spam", visitor="passant")
    found = warm_page(title_ids=[house.daily.pk], state=state, at=NOON).rows
    assert {where[row.thread.pk] for row in found} == slugs


def test_decided_posts_trouble_the_thread_and_their_judge_was_there(house):
    bad = at(5, house, "pont")
    at(4, house, "pont")
    with clock.at(NOON):
        signal_subject(subject=bad.subject, reason="spam", visitor="passant")
        case = Case.objects.get(subject=bad.subject)
        decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="hide")
    (row,) = warm_page(title_ids=[house.daily.pk], at=NOON).rows
    assert (row.trouble, [one["doing"] for one in row.colleagues]) == (50, ["decided"])


def test_titles_and_searches_narrow_and_a_bad_cursor_is_refused(house):
    at(5, house, "pont")
    assert warm_page(title_ids=[house.weekly.pk], at=NOON).rows == []
    assert warm_page(title_ids=[house.daily.pk], search="tunnel", at=NOON).rows == []
    assert len(warm_page(title_ids=[house.daily.pk], search="pont", at=NOON).rows) == 1
    with pytest.raises(Refusal):
        warm_page(title_ids=[house.daily.pk], after="n'importe quoi", at=NOON)


def test_a_line_has_a_place_for_each_half_hour(house):
    written = at(359, house, "pont")
    assert lines_of([written.thread_id], NOON)[written.thread_id] == [1] + [0] * (STEPS - 1)
