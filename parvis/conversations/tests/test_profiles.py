"""What a member says of themself is judged as any words, and shown as they choose."""

import pytest

from parvis.conversations.acts import change_profile
from parvis.conversations.models import Profile
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.members.models import Notice
from parvis.moderation.acts import decide, set_words, signal_subject
from parvis.moderation.letters import notice_words
from parvis.moderation.listeners import tell_the_author
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import reader


def change(house, member, source="Institutrice, *retraitée*.", shows_posts=True, is_listed=True):
    return change_profile(member=member, title=house.daily, source=source, shows_posts=shows_posts, is_listed=is_listed)


def test_a_member_says_who_they_are(house):
    profile = change(house, reader(house))
    assert (profile.html, profile.is_visible, profile.is_listed) == ("<p>Institutrice, <em>retraitée</em>.</p>", True, True)
    again = change(house, profile.member, is_listed=False)
    assert (again.pk, again.is_listed) == (profile.pk, False)


def test_a_banned_word_is_refused_and_nothing_changes(house):
    set_words(group=house.group, title=None, kind="banned", patterns=["crapule"], account_id=None)
    member = reader(house)
    with pytest.raises(Refusal):
        change(house, member, "Fière crapule depuis 1962.")
    with pytest.raises(Refusal):
        change(house, member, "x" * 601)
    assert not Profile.objects.exists()


def test_held_words_wait_for_the_desk_and_a_decision_reaches_them(house):
    set_policy(group=house.group, mode="pre")
    profile = change(house, reader(house))
    assert not profile.is_visible
    case = Case.objects.get(subject=profile.subject)
    assert case.words == "Institutrice, retraitée."
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    assert Profile.objects.get().is_visible


def test_readers_signal_it_and_its_author_is_told_in_words_of_its_own(house):
    profile = change(house, reader(house))
    signal_subject(subject=profile.subject, reason="insult", member_id=reader(house).pk)
    case = Case.objects.get(subject=profile.subject)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    assert not Profile.objects.get().is_visible
    tell_the_author(Fact.objects.get(name="DecisionMade"))
    assert "page" in notice_words(Notice.objects.get())
    change(house, profile.member, source="")
    assert Profile.objects.get().is_visible
