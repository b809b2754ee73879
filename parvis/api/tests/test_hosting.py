"""What hosts do besides opening and closing, by machine."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.testing.cast import post, reader, space, thread


def test_notes_are_put_and_taken_down(ask, house):
    written = post(house)
    for place in (f"threads/{written.thread_id}/note", f"posts/{written.pk}/note"):
        assert ask("PUT", place, {"text": "La mairie a répondu ce matin."}).json()["standing"] == "noted"
        assert ask("DELETE", place).json()["standing"] == "bare"


def test_a_discussion_has_settings_a_schedule_and_speakers(ask, house):
    where = f"threads/{post(house).thread_id}"
    closes = (timezone.now() + timedelta(days=1)).isoformat()
    changed = ask("PUT", f"{where}/policy", {"settings": {"max_length": 500}, "closes_at": closes, "reason": "Soirée"})
    assert changed.json()["settings"]["max_length"]["value"] == 500
    assert ask("GET", f"{where}/policy").json() == changed.json()
    assert ask("PUT", f"{where}/policy", {"settings": {"max_length": "long"}}).status_code == 422
    speaker = f"{where}/speakers/{reader(house).pk}"
    assert ask("PUT", speaker).json()["standing"] == "invited"
    assert ask("DELETE", speaker).json()["standing"] == "left"


def test_two_discussions_are_joined(ask, house, other_house):
    first, second = post(house, where=thread(house, "un")), post(house, where=thread(house, "deux"))
    assert ask("POST", f"threads/{first.thread_id}/joins", {"into": post(other_house).thread_id}).status_code == 404
    assert ask("POST", f"threads/{first.thread_id}/joins", {"into": second.thread_id}).json()["id"] == second.thread_id


def test_spaces_are_opened_ordered_archived_and_set(ask, house):
    first = ask("POST", "spaces", {"name": "Agora"}).json()
    second = ask("POST", "spaces", {"name": "Port", "description": "Ce qui s’y passe."}).json()
    ordered = ask("PUT", "spaces", {"spaces": [second["id"], first["id"]]}).json()["spaces"]
    assert [one["name"] for one in ordered] == ["Port", "Agora"]
    assert ask("PUT", f"spaces/{first['id']}", {"name": "Place"}).json()["name"] == "Place"
    assert ask("PUT", f"spaces/{first['id']}/archive").json()["archived_at"]
    assert ask("DELETE", f"spaces/{first['id']}/archive").json()["archived_at"] is None
    assert ask("PATCH", f"spaces/{first['id']}/policy", {"settings": {"mode": "pre"}}).json()["settings"]["mode"]["own"] == "pre"
    assert ask("GET", f"spaces/{first['id']}/policy").json()["settings"]["mode"]["value"] == "pre"
    assert ask("GET", "spaces", title=house.weekly).status_code == 404


def test_a_discussion_under_an_article_has_no_heading_of_its_own(ask, house):
    refused = ask("PATCH", f"threads/{post(house).thread_id}", {"heading": "Un autre intitulé"})
    assert refused.status_code in (404, 409)
    elsewhere = ask("PATCH", f"threads/{post(house).thread_id}", {"space": space(house, "agora").pk})
    assert elsewhere.status_code in (404, 409)


def test_a_member_is_restricted_noted_and_let_go(ask, house):
    member = f"members/{reader(house).pk}"
    made = ask("POST", f"{member}/restrictions", {"kind": "posts_per_day", "amount": 3, "reason": "Trop vite"})
    assert made.status_code == 201
    assert ask("GET", f"{member}/restrictions").json()["restrictions"] == [made.json()]
    assert ask("DELETE", f"{member}/restrictions/{made.json()['id']}").json()["standing"] == "lifted"
    assert ask("POST", f"{member}/restrictions", {"kind": "silence", "reason": "x"}).status_code == 422
    assert ask("POST", f"{member}/notes", {"words": "Appelé ce matin."}).json()["standing"] == "noted"


def test_feeds_moves_signatures_and_looks(ask, house):
    home = f"https://{house.daily.key}.example"
    feed = ask("POST", "feeds", {"site": house.daily.sites.get().pk, "address": f"{home}/rss"})
    assert feed.status_code == 201
    assert ask("GET", "feeds").json()["feeds"] == [feed.json()]
    assert ask("POST", f"feeds/{feed.json()['id']}/asking").json()["standing"] == "asked"
    assert ask("DELETE", f"feeds/{feed.json()['id']}").json()["standing"] == "ended"
    article = ask("PUT", "articles", {"address": f"{home}/avant"}).json()["id"]
    assert ask("PUT", f"articles/{article}/address", {"address": f"{home}/après"}).json()["address"].startswith(home)
    signed = ask("POST", "bylines", {"name": "A. Quérandel", "member": reader(house).pk})
    assert signed.status_code in (201, 422)
    if signed.status_code == 201:
        assert ask("DELETE", f"bylines/{signed.json()['id']}").json()["standing"] == "ended"
    assert ask("GET", "bylines").status_code == 200
    assert ask("PATCH", "look", {"accent_day": "#24505f"}).json()["accent_day"] == "#24505f"
    assert ask("PATCH", "look", {"accent_day": "#ffffff"}).status_code == 422


@pytest.mark.parametrize("path", ["spaces/99999", "feeds/99999", "bylines/99999"])
def test_what_is_not_there_is_not_found(ask, path):
    assert ask("DELETE", path).status_code in (404, 405)


def test_branches_leave_for_a_discussion_of_their_own_or_another(ask, house):
    first, second = post(house, where=thread(house, "un")), post(house, where=thread(house, "un"))
    other = post(house, where=thread(house, "deux"))
    split = {"posts": [first.pk], "heading": "La digue, à part"}
    assert ask("POST", f"threads/{first.thread_id}/splits", split).json()["standing"] == "split"
    moved = ask("POST", f"threads/{second.thread_id}/moves", {"posts": [second.pk], "into": other.thread_id})
    assert moved.json()["standing"] == "moved"
    assert ask("POST", f"threads/{other.thread_id}/splits", {"posts": [], "heading": "x"}).status_code == 422


def test_a_colleague_is_asked_to_answer(ask, house):
    asked = {"account": house.accounts["journalist"].pk, "words": "C’est ton article."}
    assert ask("POST", f"threads/{post(house).thread_id}/summons", asked).json()["standing"] == "asked"


def test_rules_and_texts_for_decisions_are_kept(ask, house):
    rule = {"title_fr": "Pas de réclame", "text_fr": "On ne vend rien ici."}
    added = ask("PUT", "charter/rules", rule).json()["rules"][-1]
    assert added["name"] == "Pas de réclame"
    left = ask("DELETE", f"charter/rules?number={added['number']}").json()["rules"]
    assert "Pas de réclame" not in [one["name"] for one in left]
    kept = ask("PUT", "reasons", {"name": "Réclame", "words_fr": "Votre message vend quelque chose."}).json()["reasons"]
    assert [one["name"] for one in kept if not one["of_group"]] == ["Réclame"]
    assert ask("GET", "reasons").json()["reasons"] == kept
    key = next(one["key"] for one in kept if not one["of_group"])
    assert "Réclame" not in [one["name"] for one in ask("DELETE", f"reasons?key={key}").json()["reasons"]]
