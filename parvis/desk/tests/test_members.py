"""Members' files."""

from django.urls import reverse

from parvis.desk.tests.conftest import HTMX
from parvis.kit import clock
from parvis.members.acts import choose_pseudonym
from parvis.moderation.acts import add_note, decide, signal_subject, write_member_note
from parvis.moderation.models import MemberNote
from parvis.testing.cast import post, reader, thread


def test_a_member_is_found_whatever_the_accents_and_the_case(english_desk, house):
    wanted = reader(house, "Éloïse du Quai")
    reader(house, "Autre Personne")
    answer = english_desk.get("/desk/members/", {"search": "eloise"}, headers=HTMX)
    assert answer.context["page"].members == [wanted]
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


def kinds(answer) -> list[str]:
    return [entry.kind for entry in answer.context["line"].entries]


def test_a_file_is_one_line_of_everything_the_last_first(english_desk, house, to_judge):
    case, mine = to_judge(), house.accounts["moderator"].pk
    add_note(case_id=case.pk, account_id=mine, words="Déjà prévenu.")
    decide(case_id=case.pk, account_id=mine, verdict="refuse", rule_number=3)
    write_member_note(account_id=mine, member_id=case.author_id, words="Rappelé hier.")
    signal_subject(subject=post(house).subject, reason="spam", member_id=case.author_id)
    choose_pseudonym(member=case.author, name="Un autre nom")
    address = reverse("desk:member", args=[case.author_id])
    assert kinds(english_desk.get(address)) == ["life", "sent", "note", "decision", "case_note", "received", "post", "life"]
    assert kinds(english_desk.get(address, {"show": "signals"})) == ["sent", "received"]
    assert kinds(english_desk.get(address, {"show": "out"})) == ["post"]
    assert "A member took another name: Un autre nom" in english_desk.get(address, {"show": "life"}).content.decode()


def test_a_line_goes_on_without_losing_or_repeating_anything(english_desk, house):
    member = reader(house)
    moment = clock.now()
    with clock.at(moment):  # all at the same instant: the kind and the row tell them apart
        for number in range(50):
            post(house, member=member, where=thread(house, f"article-{number}"))
            write_member_note(account_id=house.accounts["moderator"].pk, member_id=member.pk, words=f"Note {number}")
    address, seen = reverse("desk:member", args=[member.pk]), []
    answer = english_desk.get(address)
    while True:
        seen += [(entry.kind, entry.thing.pk) for entry in answer.context["line"].entries]
        if not answer.context["line"].older:
            break
        answer = english_desk.get(address, {"before": answer.context["line"].older})
    assert len(seen) == len(set(seen)) == 101


def test_a_file_costs_a_known_number_of_queries(english_desk, house, to_judge, django_assert_max_num_queries):
    case = to_judge()
    with django_assert_max_num_queries(30):
        english_desk.get(reverse("desk:member", args=[case.author_id]))


def test_a_note_is_written_and_changed_from_the_file_and_another_title_does_not_read_it(as_seat, house):
    member, desk = reader(house), as_seat("moderator")
    post(house, member=member)
    address = reverse("desk:member", args=[member.pk])
    desk.post(f"{address}note/", {"words": "À ménager."})
    note = MemberNote.objects.get()
    desk.post(reverse("desk:change_note", args=[note.pk]), {"words": "À ménager, vraiment."})
    page = desk.get(address).content.decode()
    assert "À ménager, vraiment." in page
    assert "What it said before" in page
    assert "À ménager" not in as_seat("weekly_moderator").get(address).content.decode()
    desk.post(reverse("desk:change_note", args=[note.pk]), {"drop": "1"})
    assert "À ménager" not in desk.get(address).content.decode()
