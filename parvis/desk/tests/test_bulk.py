"""Several posts judged at once: shown first, then done one by one, and taken back together."""

from django.urls import reverse

from parvis.moderation.acts import decide
from parvis.moderation.models import Case, Decision


def chosen(cases, **more):
    return {"case": [case.pk for case in cases], **{f"version-{case.pk}": case.version for case in cases}, **more}


def test_what_will_be_done_is_shown_and_nothing_is_done_yet(english_desk, to_judge):
    cases = [to_judge(), to_judge()]
    page = english_desk.post(reverse("desk:bulk"), chosen(cases, verdict="refuse")).content.decode()
    assert "Refuse 2 posts" in page
    assert all(str(case.author) in page for case in cases)
    assert not Decision.objects.exists()


def test_the_chosen_posts_are_refused_under_one_rule_and_taken_back_together(english_desk, to_judge):
    cases = [to_judge(), to_judge()]
    page = english_desk.post(reverse("desk:bulk_apply"), chosen(cases, verdict="refuse", rule=1)).content.decode()
    assert "2 posts judged" in page
    assert {decision.rule.number for decision in Decision.objects.all()} == {1}
    english_desk.post(reverse("desk:bulk_undo"), {"decision": [decision.pk for decision in Decision.objects.all()]})
    assert Case.objects.open().count() == 2


def test_a_post_that_changed_since_it_was_shown_is_left_and_told(english_desk, house, to_judge):
    first, second = to_judge(), to_judge()
    asked = chosen([first, second], verdict="approve")
    asked[f"version-{second.pk}"] = second.version + 1
    page = english_desk.post(reverse("desk:bulk_apply"), asked).content.decode()
    assert "One post was left as it was" in page
    assert Decision.objects.get().case_id == first.pk


def test_posts_judged_meanwhile_by_colleagues_are_told(english_desk, house, to_judge):
    case = to_judge()
    decide(case_id=case.pk, account_id=house.accounts["community_manager"].pk, verdict="approve")
    assert english_desk.post(reverse("desk:bulk_apply"), chosen([case], verdict="approve")).status_code == 409


def test_nothing_chosen_is_told(english_desk):
    assert english_desk.post(reverse("desk:bulk"), {"verdict": "approve"}).status_code == 422


def test_the_seat_of_another_title_judges_nothing_here(as_seat, to_judge):
    as_seat("weekly_moderator").post(reverse("desk:bulk_apply"), chosen([to_judge()], verdict="approve"))
    assert not Decision.objects.exists()
