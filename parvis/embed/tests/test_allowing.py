"""What a reader is told beforehand: when it opens, how long to wait, how they are read; the newsroom's notes and badges."""

import json
from datetime import timedelta

import pytest

from parvis.conversations.acts import note_on_post, note_on_thread, set_thread_policy
from parvis.embed.reads import PageAsked, page_answer
from parvis.kit import clock
from parvis.members.acts import enter_by_account
from parvis.members.badges.acts import define_badge, retire_badge
from parvis.members.restrictions.acts import restrict_member
from parvis.members.sessions import session_for
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader


@pytest.fixture
def host(house):
    return house.accounts["journalist"].pk


def head(thread_id, language="fr"):
    answer = page_answer(PageAsked("", "", thread_id, "newest", language))
    return json.loads(answer.body)["thread"], answer


def bearer(member):
    return {"Authorization": f"Bearer {session_for(member).bearer}"}


def send(client, house, member, text, **more):
    body = {"title": house.daily.key, "url": f"https://{house.daily.key}.example/pont", "text": text, "advised": True} | more
    return client.post("/embed/posts", body, content_type="application/json", headers=bearer(member))


def mine(client, house, member, thread_id):
    asked = {"title": house.daily.key, "thread": thread_id}
    return client.get("/embed/mine", asked, headers=bearer(member)).json()["may"]


def test_a_page_says_when_it_opens_and_is_made_again_at_that_moment(house, host):
    thread_id, soon = post(house).thread_id, clock.now() + timedelta(hours=3)
    set_thread_policy(account_id=host, thread_id=thread_id, opens_at=soon, closes_at=soon + timedelta(hours=1))
    said, answer = head(thread_id)
    assert (said["open"], said["closed"]["state"], answer.until) == (False, "not_yet", soon)
    assert said["closed"]["reason"].startswith("Cette discussion ouvre")
    with clock.at(soon):
        said, answer = head(thread_id, "en")
        assert (said["open"], said["closed"], answer.until) == (True, None, soon + timedelta(hours=1))
        assert said["closes_at"] == said["changes_at"]


def test_slow_mode_is_told_before_after_and_when_one_writes_too_soon(client, house, host):
    thread_id, member = post(house).thread_id, reader(house)
    set_thread_policy(account_id=host, thread_id=thread_id, slow_seconds=300)
    assert head(thread_id)[0]["policy"]["slow_seconds"] == 300
    assert mine(client, house, member, thread_id)["wait"] == 0
    assert send(client, house, member, "La digue tient encore bon, mais pour combien de temps ?").json()["wait"] == 300
    refused = send(client, house, member, "Et qui paie, au juste, dans toute cette affaire de digue ?")
    assert refused.status_code == 429
    assert 290 < refused.json()["error"]["fields"]["seconds"] <= 300
    told = mine(client, house, member, thread_id)
    assert (told["post"], told["code"], told["wait"] > 290) == (True, "slow_mode", True)
    journalist = enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Jeanne Aubry")
    assert send(client, house, journalist, "Nous posons la question à la mairie dès demain matin.").json()["wait"] == 0


def test_who_may_not_write_is_told_why_before_writing(client, house):
    thread_id = post(house).thread_id
    set_policy(group=house.group, title=house.daily, who_posts="subscribers")
    told = mine(client, house, reader(house), thread_id)
    assert (told["post"], told["why_not"]) == (False, "Ici, seuls les abonnés écrivent. Tout le monde peut lire.")


def test_a_member_read_beforehand_is_told_so_until_when_and_what_the_desk_says(client, house):
    member, thread_id = reader(house), post(house).thread_id
    until = clock.now() + timedelta(days=7)
    said = {"reason": "Trois refus", "told": "Restez courtois.", "until": until, "account_id": None}
    restrict_member(member=member, kind="premoderation", **said)
    member.refresh_from_db()
    note = mine(client, house, member, thread_id)["note"]
    assert note.startswith("Vos commentaires sont relus avant d’être publiés, jusqu’au")
    assert note.endswith("Restez courtois.")
    assert "Trois refus" not in note


def test_badges_come_in_the_reader_s_language_and_those_taken_down_do_not(house):
    thread_id = post(house).thread_id
    define_badge(group=house.group, key="amie", label_fr="Amie du journal", label_en="Friend", account_id=None)
    retire_badge(group=house.group, key="expert", account_id=None)
    assert head(thread_id)[0]["badges"]["amie"]["label"] == "Amie du journal"
    assert head(thread_id, "en")[0]["badges"]["amie"]["label"] == "Friend"
    assert set(head(thread_id)[0]["badges"]) == {"amie", "subscriber"}


def test_notes_are_in_the_page_and_in_the_fragment(client, house, host):
    written = post(house)
    note_on_thread(account_id=host, thread_id=written.thread_id, source="Restons *courtois*.")
    note_on_post(account_id=host, post_id=written.pk, source="Deux voies.", kind="correction")
    assert head(written.thread_id)[0]["note"]["author"] == {"name": "Journalist", "badges": ["staff:journalist"]}
    asked = {"title": house.daily.key, "url": f"https://{house.daily.key}.example/pont"}
    body = client.get("/embed/fragment", asked).content.decode()
    assert "<em>courtois</em>" in body
    assert "Rectification de la rédaction" in body
