"""Members' files."""

from django.urls import reverse

from parvis.desk.tests.conftest import HTMX
from parvis.moderation.acts import add_note, decide
from parvis.testing.cast import post, reader, thread


def test_a_member_is_found_whatever_the_accents_and_the_case(english_desk, house):
    wanted = reader(house, "Éloïse du Quai")
    reader(house, "Autre Personne")
    answer = english_desk.get("/desk/members/", {"search": "eloise"}, headers=HTMX)
    assert answer.context["members"] == [wanted]
    assert "<html" not in answer.content.decode()


def test_a_file_holds_posts_decisions_notes_and_signals(english_desk, house, to_judge):
    case = to_judge(text="Une phrase que l’on retrouve dans la fiche.")
    mine = house.accounts["moderator"].pk
    add_note(case_id=case.pk, account_id=mine, words="Déjà prévenu.")
    decide(case_id=case.pk, account_id=mine, verdict="refuse", rule_number=3, reason="Trop vif.")
    page = english_desk.get(reverse("desk:member", args=[case.author_id])).content.decode()
    for words in ("Une phrase que l’on retrouve", "Déjà prévenu.", "Trop vif.", "Removed"):
        assert words in page


def test_a_file_shows_only_the_titles_one_works_for(as_seat, house):
    member = reader(house)
    post(house, member=member, text="Écrit sous un article du quotidien, sans rien d’autre.")
    post(house, member=member, text="Écrit sous un article de l’hebdomadaire.", where=thread(house, title=house.weekly))
    page = as_seat("weekly_moderator").get(reverse("desk:member", args=[member.pk])).content.decode()
    assert "Écrit sous un article de l’hebdomadaire." in page
    assert "Écrit sous un article du quotidien" not in page


def test_a_member_s_posts_are_read_beforehand_and_the_file_says_who_wished_it(english_desk, house):
    member = reader(house)
    english_desk.post(reverse("desk:watch", args=[member.pk]), {"held": "1"})
    page = english_desk.get(reverse("desk:member", args=[member.pk])).content.decode()
    assert "Every post of this member is read before it is published." in page
    assert str(house.accounts["moderator"]) in page
    english_desk.post(reverse("desk:watch", args=[member.pk]), {"held": "0"})
    member.refresh_from_db()
    assert not member.is_premoderated


def test_another_group_s_member_does_not_exist(english_desk, other_house):
    stranger = reader(other_house)
    assert english_desk.get(reverse("desk:member", args=[stranger.pk])).status_code == 404
    assert english_desk.post(reverse("desk:watch", args=[stranger.pk]), {"held": "1"}).status_code == 404
