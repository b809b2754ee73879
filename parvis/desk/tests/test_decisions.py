"""What was decided, by oneself and by others, with the way back."""

from django.urls import reverse

from parvis.desk.tests.conftest import HTMX
from parvis.moderation.acts import decide
from parvis.moderation.models import Decision


def test_the_list_tells_one_s_own_decisions_from_colleagues(english_desk, house, to_judge):
    mine, theirs = to_judge(), to_judge()
    decide(case_id=mine.pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    decide(case_id=theirs.pk, account_id=house.accounts["community_manager"].pk, verdict="hide")
    assert len(english_desk.get("/desk/decisions/").context["rows"]) == 2
    assert [row["decision"].case_id for row in english_desk.get("/desk/decisions/?who=me").context["rows"]] == [mine.pk]
    assert [row["decision"].case_id for row in english_desk.get("/desk/decisions/?who=others").context["rows"]] == [theirs.pk]


def test_a_fresh_decision_of_one_s_own_is_taken_back_from_the_list(english_desk, house, to_judge):
    decision = decide(case_id=to_judge().pk, account_id=house.accounts["moderator"].pk, verdict="hide")
    address = reverse("desk:decision_undo", args=[decision.pk])
    assert address in english_desk.get("/desk/decisions/").content.decode()
    english_desk.post(address)
    assert Decision.objects.get().undone_at is not None


def test_the_list_narrows_by_verdict_and_comes_alone_to_htmx(english_desk, house, to_judge):
    decide(case_id=to_judge().pk, account_id=house.accounts["moderator"].pk, verdict="hide")
    answer = english_desk.get("/desk/decisions/", {"verdict": "approve"}, headers=HTMX)
    assert "<html" not in answer.content.decode()
    assert answer.context["rows"] == []


def test_the_seat_of_another_title_sees_none_of_it(as_seat, house, to_judge):
    decision = decide(case_id=to_judge().pk, account_id=house.accounts["moderator"].pk, verdict="hide")
    stranger = as_seat("weekly_moderator")
    assert stranger.get("/desk/decisions/").context["rows"] == []
    assert stranger.post(reverse("desk:decision_undo", args=[decision.pk])).status_code == 404
