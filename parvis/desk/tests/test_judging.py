"""Judging: one act, one answer, the next case at once; and the ways back."""

from django.urls import reverse

from parvis.conversations.models import Post
from parvis.desk.tests.conftest import HTMX
from parvis.moderation.acts import claim_case, decide
from parvis.moderation.models import CaseNote, Decision
from parvis.testing.cast import post


def judge(client, case, verdict="approve", headers=None, **more):
    asked = {"verdict": verdict, "version": case.version, **more}
    return client.post(reverse("desk:judge", args=[case.pk]), asked, headers=headers or {})


def test_a_decision_answers_with_the_next_case_already_taken_and_the_way_back(english_desk, house, to_judge):
    first, second = to_judge(), to_judge()
    answer = judge(english_desk, first, headers=HTMX)
    page = answer.content.decode()
    second.refresh_from_db()
    assert second.claimed_by == house.accounts["moderator"]
    assert answer["HX-Push-Url"] == f"/desk/queue/{second.pk}/"
    assert reverse("desk:undo", args=[Decision.objects.get().pk]) in page


def test_without_javascript_a_decision_leads_to_the_next_case(english_desk, to_judge):
    first, second = to_judge(), to_judge()
    assert judge(english_desk, first)["Location"] == f"/desk/queue/{second.pk}/"
    assert judge(english_desk, second)["Location"] == "/desk/queue/"


def test_refusing_cites_a_rule_and_carries_the_word_to_the_author(english_desk, to_judge):
    case = to_judge()
    judge(english_desk, case, "refuse", rule=2, reason="Restons courtois.")
    decision = Decision.objects.get()
    assert (decision.rule.number, decision.reason, decision.after) == (2, "Restons courtois.", "removed")


def test_refusing_without_a_rule_is_told_and_changes_nothing(english_desk, to_judge):
    case = to_judge()
    answer = judge(english_desk, case, "refuse", headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#notices")
    assert not Decision.objects.exists()


def test_the_preview_is_the_letter_its_author_will_read_in_their_language(english_desk, to_judge):
    asked = {"rule": 2, "reason": "Restons courtois."}
    page = english_desk.get(reverse("desk:preview", args=[to_judge().pk]), asked).content.decode()
    assert "Votre commentaire a été retiré." in page
    assert "la règle 2 de la charte" in page
    assert "Restons courtois." in page


def test_undo_opens_the_case_again_for_the_same_person(english_desk, house, to_judge):
    case = to_judge()
    judge(english_desk, case, "hide")
    answer = english_desk.post(reverse("desk:undo", args=[Decision.objects.get().pk]), headers=HTMX)
    case.refresh_from_db()
    assert case.closed_at is None
    assert case.claimed_by == house.accounts["moderator"]
    assert f'data-case="{case.pk}"' in answer.content.decode()
    assert Post.objects.get(pk=case.subject.partition(":")[2]).standing == "published"


def test_a_colleague_s_decision_is_told_kindly_with_the_case_as_it_is_now(english_desk, house, to_judge):
    case = to_judge()
    decide(case_id=case.pk, account_id=house.accounts["community_manager"].pk, verdict="hide")
    page = judge(english_desk, case, headers=HTMX).content.decode()
    assert "A colleague has already judged this post." in page
    assert "Take the next one" in page
    assert Decision.objects.count() == 1


def test_a_case_that_changed_since_it_was_opened_is_to_be_looked_at_again(english_desk, to_judge):
    case = to_judge()
    answer = english_desk.post(
        reverse("desk:judge", args=[case.pk]), {"verdict": "approve", "version": case.version + 7}, headers=HTMX
    )
    assert "This case has changed since you opened it" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_post_passed_over_comes_back_only_when_nothing_else_is_left(english_desk, to_judge):
    first, second, third = to_judge(), to_judge(), to_judge()
    english_desk.get(reverse("desk:case", args=[first.pk]))
    english_desk.get(reverse("desk:case", args=[second.pk]), headers=HTMX)
    assert judge(english_desk, second)["Location"] == f"/desk/queue/{third.pk}/"
    assert judge(english_desk, third)["Location"] == f"/desk/queue/{first.pk}/"


def test_the_next_case_stays_within_the_filters(english_desk, to_judge):
    first, _other, wanted = to_judge(text="La loutre du pont."), to_judge(), to_judge(text="Deux loutres au moulin.")
    answer = english_desk.post(
        reverse("desk:judge", args=[first.pk]) + "?search=loutre", {"verdict": "approve", "version": first.version}
    )
    assert answer["Location"] == f"/desk/queue/{wanted.pk}/?search=loutre"


def test_a_case_put_aside_leaves_the_queue_and_is_found_under_its_filter(english_desk, to_judge):
    case = to_judge()
    english_desk.post(reverse("desk:snooze", args=[case.pk]), {"until": "hour", "version": case.version})
    assert f'id="row-{case.pk}"' not in english_desk.get("/desk/queue/").content.decode()
    assert f'id="row-{case.pk}"' in english_desk.get("/desk/queue/", {"snoozed": "1"}).content.decode()


def test_an_unknown_moment_is_refused(english_desk, to_judge):
    assert english_desk.post(reverse("desk:snooze", args=[to_judge().pk]), {"until": "never"}).status_code == 422


def test_a_note_is_kept_and_the_case_stays_open(english_desk, to_judge):
    case = to_judge()
    page = english_desk.post(reverse("desk:note", args=[case.pk]), {"words": "Vu au marché."}, headers=HTMX).content.decode()
    assert CaseNote.objects.get().words == "Vu au marché."
    assert "Vu au marché." in page


def test_a_post_nobody_signalled_is_judged_from_its_discussion(english_desk, house):
    written = post(house)
    answer = english_desk.post(reverse("desk:open_by_hand"), {"subject": written.subject})
    assert "Opened by the desk" in english_desk.get(answer["Location"]).content.decode()


def test_the_next_case_skips_what_a_colleague_holds(english_desk, house, to_judge):
    held, free = to_judge(), to_judge()
    claim_case(case_id=held.pk, account_id=house.accounts["community_manager"].pk)
    assert english_desk.post(reverse("desk:next"))["Location"] == f"/desk/queue/{free.pk}/"
