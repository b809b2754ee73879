"""What one member is restricted to: a row with its author, its reason, its place and its end."""

from datetime import timedelta

import pytest

from parvis.conversations.acts import publish_post
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import hold_every_post
from parvis.members.models import Restriction
from parvis.members.restrictions.acts import end_restrictions_over, lift_restriction, restrict_member
from parvis.members.restrictions.reads import restrictions_at, restrictions_of
from parvis.moderation.models import Case
from parvis.moderation.screens.evidence import Evidence
from parvis.moderation.tables import explain
from parvis.testing.cast import post, reader, thread


@pytest.fixture
def moderator(house):
    return house.accounts["moderator"].pk


def watched(house, moderator, **options):
    member = reader(house)
    options = {"kind": "premoderation", "reason": "Trois messages refusés", "account_id": moderator} | options
    restrict_member(member=member, **options)
    member.refresh_from_db()
    return member


def test_a_member_s_posts_wait_until_the_day_said_and_the_desk_knows_why(house, moderator):
    now = clock.now()
    member = watched(house, moderator, until=now + timedelta(days=7))
    held = post(house, member=member)
    assert held.standing == "held"
    (evidence,) = Case.objects.get(subject=held.subject).evidence
    said = explain(Evidence.of_json(evidence), "fr")
    assert "Trois messages refusés" in said
    assert "Moderator" in said
    with clock.at(now + timedelta(days=7)):
        assert post(house, member=member).is_visible  # its time is over, before any job has come
        assert (end_restrictions_over(), end_restrictions_over()) == (1, 0)
    member.refresh_from_db()
    assert not member.is_premoderated
    assert Fact.objects.get(name="RestrictionEnded").member_id == member.pk
    assert Restriction.objects.get().ended_at == now + timedelta(days=7)


def test_a_restriction_at_a_title_leaves_the_others_alone(house, moderator):
    member = watched(house, moderator, title=house.daily)
    assert not post(house, member=member).is_visible
    assert post(house, member=member, where=thread(house, title=house.weekly)).is_visible
    assert [row.title for row in restrictions_at(member, house.daily.pk)] == [house.daily]
    assert restrictions_at(member, house.weekly.pk) == []


def test_the_same_kind_at_the_same_place_is_replaced_and_its_history_stays(house, moderator):
    member = watched(house, moderator)
    restrict_member(member=member, kind="premoderation", reason="Encore", account_id=moderator)
    assert [(row.reason, row.is_on) for row in restrictions_of(member)] == [("Encore", True), ("Trois messages refusés", False)]
    lift_restriction(restriction=restrictions_of(member)[0], account_id=moderator)
    member.refresh_from_db()
    assert not member.is_premoderated
    assert post(house, member=member).is_visible


def test_the_plain_switch_writes_a_row_too(house, moderator):
    member = reader(house)
    hold_every_post(member=member, held=True, account_id=moderator)
    assert (Restriction.objects.get().kind, Restriction.objects.get().account_id) == ("premoderation", moderator)
    hold_every_post(member=member, held=False, account_id=moderator)
    assert Restriction.objects.get().ended_by_id == moderator
    assert Fact.objects.filter(name="MemberWatched").count() == 2


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"kind": "silence"}, "kind"), ({"reason": " "}, "reason"), ({"kind": "posts_per_day", "amount": 0}, "amount"),
        ({"kind": "posts_per_day", "amount": 21}, "amount"),
        ({"until": timedelta(0)}, "until"), ({"until": timedelta(days=5000)}, "until"),
    ],
)  # fmt: skip
def test_a_senseless_restriction_is_refused_with_its_field(house, moderator, options, field):
    if "until" in options:
        options = options | {"until": clock.now() + options["until"]}
    with pytest.raises(Refusal) as refused:
        watched(house, moderator, **options)
    assert refused.value.fields["field"] == field
    assert not Restriction.objects.exists()


@pytest.mark.parametrize(
    ("role", "title", "status"), [("journalist", None, 403), ("nobody", None, 404), ("weekly_moderator", "daily", 404)]
)
def test_who_may_not_judge_there_restricts_nobody(house, role, title, status):
    with pytest.raises(Refusal) as refused:
        watched(house, house.accounts[role].pk, title=getattr(house, title) if title else None)
    assert refused.value.status == status


def test_a_member_who_has_nothing_costs_no_question(house, django_assert_num_queries):
    member = reader(house)
    with django_assert_num_queries(0):
        assert restrictions_at(member, house.daily.pk) == []
    assert publish_post(member=member, thread=thread(house), source="Un mot sur la digue, ce soir.").post.is_visible
