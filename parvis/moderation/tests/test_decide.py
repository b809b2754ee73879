"""Judging a case: one key, one decision, taken back within seconds."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from parvis.conversations.models import Post, Thread
from parvis.journal.deliver import drain
from parvis.kit.refusals import Refusal
from parvis.members.models import Notice
from parvis.members.reads import open_notices
from parvis.moderation.acts import claim_case, claim_next, decide, signal_subject, undo_decision
from parvis.moderation.models import Case, Decision, Standing, StandingChange
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def held(house):
    set_policy(group=house.group, title=house.daily, mode="pre")
    return post(house)


def case_on(post: Post) -> Case:
    return Case.objects.get(subject=post.subject)


def test_an_approved_post_appears_and_its_author_is_told_after_ten_seconds(house, held):
    with time_machine.travel(NOON, tick=False) as clock:
        decide(case_id=case_on(held).pk, account_id=house.accounts["moderator"].pk, verdict="approve")
        drain()
        assert open_notices(held.author) == []
        clock.shift(timedelta(seconds=11))
        assert [notice.data["after"] for notice in open_notices(held.author)] == ["published"]
    held.refresh_from_db()
    assert held.standing == Standing.PUBLISHED
    assert Thread.objects.get(pk=held.thread_id).visible_posts == 1


def test_a_refusal_cites_a_rule_and_tells_it(house, held):
    decision = decide(case_id=case_on(held).pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    drain()
    held.refresh_from_db()
    assert held.standing == Standing.REFUSED
    notice = Notice.objects.get(member=held.author)
    assert (notice.data["number"], decision.rule.number) == (1, 1)


@pytest.mark.parametrize(
    ("verdict", "rule", "code"),
    [("refuse", None, "rule_needed"), ("refuse", 99, "unknown_rule"), ("burn", None, "unknown_verdict")],
)
def test_a_decision_that_says_too_little_is_refused(house, held, verdict, rule, code):
    with pytest.raises(Refusal) as refused:
        decide(case_id=case_on(held).pk, account_id=house.accounts["moderator"].pk, verdict=verdict, rule_number=rule)
    assert refused.value.code == code
    assert not Decision.objects.exists()


def test_what_was_seen_is_removed_rather_than_refused(house):
    written = post(house)
    signal_subject(subject=written.subject, reason="insult", member_id=reader(house).pk)
    decide(case_id=case_on(written).pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    written.refresh_from_db()
    assert written.standing == Standing.REMOVED
    assert Thread.objects.get(pk=written.thread_id).visible_posts == 0


def test_undoing_puts_everything_back_and_nobody_is_told(house, held):
    moderator = house.accounts["moderator"].pk
    decision = decide(case_id=case_on(held).pk, account_id=moderator, verdict="approve")
    drain()
    undo_decision(decision_id=decision.pk, account_id=moderator)
    drain()
    held.refresh_from_db()
    assert held.standing == Standing.HELD
    assert case_on(held).closed_at is None
    assert Thread.objects.get(pk=held.thread_id).visible_posts == 0
    assert Notice.objects.filter(dropped_at__isnull=True).count() == 0
    assert list(StandingChange.objects.filter(subject=held.subject).values_list("cause", flat=True)) == [
        "screening",
        "decision",
        "undo",
    ]


def test_it_is_too_late_to_undo_after_the_author_is_told(house, held):
    moderator = house.accounts["moderator"].pk
    with time_machine.travel(NOON, tick=False) as clock:
        decision = decide(case_id=case_on(held).pk, account_id=moderator, verdict="approve")
        clock.shift(timedelta(seconds=13))
        with pytest.raises(Refusal) as refused:
            undo_decision(decision_id=decision.pk, account_id=moderator)
    assert refused.value.code == "too_late"


def test_two_moderators_never_judge_the_same_post(house, held):
    first, second = house.accounts["moderator"].pk, house.accounts["community_manager"].pk
    case = case_on(held)
    claim_case(case_id=case.pk, account_id=first)
    for act in (claim_case, lambda **who: decide(verdict="approve", **who)):
        with pytest.raises(Refusal) as refused:
            act(case_id=case.pk, account_id=second)
        assert refused.value.code == "claimed"
    decide(case_id=case.pk, account_id=first, verdict="approve", version=case.version)
    with pytest.raises(Refusal) as refused:
        decide(case_id=case.pk, account_id=second, verdict="approve")
    assert refused.value.code == "already_judged"


def test_a_case_changed_since_it_was_opened_must_be_looked_at_again(house, held):
    with pytest.raises(Refusal) as refused:
        decide(case_id=case_on(held).pk, account_id=house.accounts["moderator"].pk, verdict="approve", version=0)
    assert refused.value.code == "changed"


def test_a_claim_left_for_three_minutes_is_free_again(house, held):
    first, second = house.accounts["moderator"].pk, house.accounts["community_manager"].pk
    with time_machine.travel(NOON, tick=False) as clock:
        claim_case(case_id=case_on(held).pk, account_id=first)
        assert claim_next(account_id=second) is None
        clock.shift(timedelta(minutes=4))
        assert claim_next(account_id=second).pk == case_on(held).pk


@pytest.mark.parametrize("role", ["weekly_moderator", "nobody", "journalist", "guest", "marketing", "mediator"])
def test_who_does_not_moderate_there_finds_nothing(house, held, role):
    with pytest.raises(Refusal) as refused:
        decide(case_id=case_on(held).pk, account_id=house.accounts[role].pk, verdict="approve")
    assert refused.value.status == 404


def test_a_signal_from_the_same_person_counts_once(house):
    written, signaller = post(house), reader(house)
    assert signal_subject(subject=written.subject, reason="spam", member_id=signaller.pk)
    assert signal_subject(subject=written.subject, reason="spam", member_id=signaller.pk) is None
    assert signal_subject(subject=written.subject, reason="spam", visitor="a") is not None
    assert case_on(written).signals == 2


def test_an_approved_post_is_not_put_back_by_the_same_complaint(house):
    written = post(house)
    signal_subject(subject=written.subject, reason="spam", member_id=reader(house).pk)
    decide(case_id=case_on(written).pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    signal_subject(subject=written.subject, reason="spam", member_id=reader(house).pk)
    assert not Case.objects.open().exists()
    signal_subject(subject=written.subject, reason="hate", member_id=reader(house).pk)
    assert Case.objects.open().count() == 1
