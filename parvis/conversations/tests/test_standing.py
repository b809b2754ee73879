"""Whatever happens to posts, in any order, the counters equal a recount and standings stay sound."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from parvis.conversations.acts import edit_post, react, take_reaction_back, withdraw_post
from parvis.conversations.models import REACTIONS, Post, Reaction, Thread
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.members.models import Member
from parvis.moderation.acts import decide, signal_subject, undo_decision
from parvis.moderation.models import Case, Decision, Standing, StandingChange
from parvis.publishers.acts import set_policy
from parvis.testing.cast import build_house, post, reader

pick = st.integers(min_value=0, max_value=50)


class Conversation(RuleBasedStateMachine):
    """Readers write, edit, withdraw and react; the desk judges and undoes; readers signal."""

    def __init__(self) -> None:
        super().__init__()
        forget()
        self.house = build_house(f"house-{Post.objects.count()}-{Member.objects.count()}")
        self.readers = [reader(self.house) for _number in range(3)]
        self.desk = self.house.accounts["moderator"].pk

    def some(self, number: int) -> Post | None:
        posts = list(Post.objects.filter(thread__title=self.house.daily).order_by("pk"))
        return posts[number % len(posts)] if posts else None

    @rule(number=pick, reply=st.booleans(), mode=st.sampled_from(["pre", "post"]))
    def write(self, number, reply, mode):
        set_policy(group=self.house.group, title=self.house.daily, mode=mode)
        parent = self.some(number) if reply else None
        with suppress(Refusal):
            post(self.house, member=self.readers[number % 3], parent=parent)

    @rule(number=pick)
    def withdraw(self, number):
        if written := self.some(number):
            with suppress(Refusal):
                withdraw_post(member=written.author, post_id=written.pk)

    @rule(number=pick, words=st.sampled_from(["Une autre façon de le dire, plus posée.", "Je précise ma pensée sur ce pont."]))
    def edit(self, number, words):
        if written := self.some(number):
            with suppress(Refusal):
                edit_post(member=written.author, post_id=written.pk, source=f"{words} {number}")

    @rule(number=pick, verdict=st.sampled_from(["approve", "refuse", "hide"]))
    def judge(self, number, verdict):
        cases = list(Case.objects.open().filter(title=self.house.daily).order_by("pk"))
        if cases:
            with suppress(Refusal):
                decide(case_id=cases[number % len(cases)].pk, account_id=self.desk, verdict=verdict, rule_number=1)

    @rule()
    def undo(self):
        last = Decision.objects.filter(title=self.house.daily).order_by("-pk").first()
        if last:
            with suppress(Refusal):
                undo_decision(decision_id=last.pk, account_id=self.desk)

    @rule(number=pick, who=st.integers(0, 2), kind=st.sampled_from(REACTIONS), back=st.booleans())
    def reacting(self, number, who, kind, back):
        if written := self.some(number):
            with suppress(Refusal):
                (take_reaction_back if back else react)(member=self.readers[who], post_id=written.pk, kind=kind)

    @rule(number=pick, who=st.integers(0, 2))
    def complain(self, number, who):
        if written := self.some(number):
            with suppress(Refusal):
                signal_subject(subject=written.subject, reason="other", member_id=self.readers[who].pk)

    @invariant()
    def counters_equal_a_recount(self):
        posts = list(Post.objects.filter(thread__title=self.house.daily))
        visible = [one for one in posts if one.standing == Standing.PUBLISHED]
        for opened in Thread.objects.filter(title=self.house.daily):
            assert opened.visible_posts == sum(one.thread_id == opened.pk for one in visible)
        for one in posts:
            below = [v for v in visible if (v.root_id == one.pk if one.root_id is None else v.parent_id == one.pk)]
            assert one.replies == len(below)
            assert one.reacted == Reaction.objects.filter(post=one).count() == sum(one.reactions.values())
        for who in self.readers:
            assert Member.objects.get(pk=who.pk).published_posts == sum(v.author_id == who.pk for v in visible)

    @invariant()
    def the_history_ends_at_the_standing_and_never_skips(self):
        for one in Post.objects.filter(thread__title=self.house.daily):
            steps = list(StandingChange.objects.filter(subject=one.subject).order_by("pk"))
            assert steps[-1].after == one.standing
            assert [s.before for s in steps[1:]] == [s.after for s in steps[:-1]]

    @invariant()
    def what_is_held_has_an_open_case_and_what_is_withdrawn_has_none(self):
        for one in Post.objects.filter(thread__title=self.house.daily):
            is_open = Case.objects.open().filter(subject=one.subject).exists()
            assert not (one.standing == Standing.HELD and not is_open)
            assert not (one.standing == Standing.WITHDRAWN and is_open)


class TestConversation(TestCase):
    """Hypothesis wants a transaction of its own for each run."""

    @pytest.mark.usefixtures("db")
    def test_any_sequence_of_acts_keeps_every_invariant(self):
        run_state_machine_as_test(
            Conversation,
            settings=settings(max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)),
        )
