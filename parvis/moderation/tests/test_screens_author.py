"""Screens about who writes, where, how fast and how often."""

import pytest

from parvis.moderation.screens import Evidence
from parvis.moderation.tests.drafts import CALM, seen


def test_a_closed_place_is_closed_to_everybody_and_to_edits() -> None:
    assert "closed" in seen(is_open=False, is_staff=True, is_edit=True)


def test_the_rate_is_counted_by_the_minute_then_by_the_hour() -> None:
    assert seen(posts_last_minute=3)["rate"].detail == {"window": "minute", "posts": 3, "limit": 3}
    assert seen(posts_last_hour=30)["rate"].detail["window"] == "hour"
    assert "rate" not in seen(posts_last_minute=2, posts_last_hour=29)


def test_editing_is_not_posting_faster() -> None:
    assert "rate" not in seen(posts_last_minute=9, is_edit=True)


def test_the_first_posts_of_a_member_are_noticed() -> None:
    assert seen(published_posts=2)["newcomer"].detail == {"published": 2, "needed": 3}
    assert "newcomer" not in seen(published_posts=3)
    assert "newcomer" not in seen(published_posts=0, newcomer_posts=0)


def test_premoderation_says_whether_it_is_about_the_place_or_the_member() -> None:
    assert seen(mode="pre")["premoderation"].detail == {"why": "place"}
    assert seen(mode="pre", premoderated=True)["premoderation"].detail == {"why": "member"}
    assert "premoderation" not in seen(mode="reactive")


def test_staff_are_screened_except_for_what_is_about_trust_and_pace() -> None:
    found = seen("connard", is_staff=True, published_posts=0, premoderated=True, mode="pre", posts_last_minute=99)
    assert list(found) == ["banned_words"]


@pytest.mark.parametrize(("refused", "decided", "certainty"), [(1, 1, 0.5), (3, 4, 0.6), (1, 9, 0.1), (2, 0, 2 / 3)])
def test_one_refusal_weighs_less_than_a_habit(refused: int, decided: int, certainty: float) -> None:
    found = seen(refused_recently=refused, decided_recently=decided)["recent_refusals"]
    assert found.certainty == pytest.approx(certainty)


def test_no_refusal_is_no_evidence() -> None:
    assert "recent_refusals" not in seen(refused_recently=0, decided_recently=12)


def test_saying_almost_the_same_thing_again_is_an_own_repeat() -> None:
    found = seen(f"{CALM.upper()} !!", recent_texts=("Autre chose.", CALM))
    assert found["own_repeat"].certainty > 0.98
    assert found["own_repeat"].detail["rank"] == 1
    assert "thread_repeat" not in found


def test_saying_what_another_just_said_is_a_repeat_of_the_thread_once() -> None:
    assert list(seen(CALM, thread_recent_texts=(CALM,))) == ["thread_repeat"]
    assert list(seen(CALM, recent_texts=(CALM,), thread_recent_texts=(CALM,))) == ["own_repeat"]


def test_short_thanks_and_edits_are_no_repeats() -> None:
    assert seen("Merci !", recent_texts=("Merci !",)) == {}
    assert seen(CALM, recent_texts=(CALM,), is_edit=True) == {}


def test_evidence_is_kept_as_plain_values_and_read_back() -> None:
    kept = seen("Quel connard, vraiment.")["banned_words"]
    assert Evidence.of_json(kept.as_json()) == kept
