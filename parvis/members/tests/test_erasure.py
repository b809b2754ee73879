"""Being forgotten: asked, confirmed, given up, done within a day; the discussion stays readable, and nothing brings one back."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from parvis.conversations.acts import edit_post, publish_post, react
from parvis.conversations.acts.leaving import erase_posts, without_quotes
from parvis.conversations.models import Post, Reaction, Revision
from parvis.conversations.reads import posts_data
from parvis.journal.models import Fact
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import choose_pseudonym, enter_by_account, enter_by_token
from parvis.members.leaving.acts import ask_erasure, cancel_erasure, destroy_sealed, erase, forget_empty_account
from parvis.members.leaving.again import erase_again
from parvis.members.leaving.jobs import erase_those_who_asked
from parvis.members.leaving.persons import way_for
from parvis.members.leaving.tombstones import tombstones
from parvis.members.models import Account, Erasure, Identity, Member, Notice, SealedRecord
from parvis.members.sealing import unseal
from parvis.members.sessions import session_for
from parvis.members.sso import Claims
from parvis.members.telling.acts import tell
from parvis.moderation.acts import decide, signal_subject
from parvis.moderation.acts.leaving import forget_evidence, forget_in_cases
from parvis.moderation.models import Case, Decision, Signal
from parvis.publishers.acts import give_seat
from parvis.testing.cast import account, post, reader, thread

WORDS = "Le tramway passera-t-il enfin devant le vieux phare cet hiver, oui ou non ?"


@pytest.fixture(autouse=True)
def _own_list(tmp_path, monkeypatch):
    monkeypatch.setattr("parvis.members.leaving.tombstones._list", lambda: Path(tmp_path / "erased.jsonl"))


@pytest.fixture
def lison(house):
    login = account("lison@lecteurs.example")
    EmailAddress.objects.create(user=login, email=login.mail, verified=True, primary=True)
    return choose_pseudonym(member=enter_by_account(group=house.group, account=login), name="Lison B.")


def come_in(member) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(member.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def gone(member, *, keeps_words: bool = True) -> Member:
    assert erase(erasure=ask_erasure(member=member, keeps_words=keeps_words))
    return Member.objects.get(pk=member.pk)


def test_words_kept_stay_in_their_place_without_the_name(lison, house):
    said = post(house, member=lison, text=WORDS)
    answer = post(house, parent=said)
    version = said.thread.version
    left = gone(lison)
    assert (left.pseudonym, left.account_id, left.badges) == ("Compte supprimé", None, [])
    shown = {one["id"]: one for one in posts_data([said.pk, answer.pk])}
    assert "Le tramway" in shown[said.pk]["html"]
    assert shown[said.pk]["author"]["name"] == "Compte supprimé"
    assert answer.pk in shown
    said.thread.refresh_from_db()
    assert said.thread.version > version, "pages kept in memory are made again"


def test_words_erased_leave_their_place_to_the_answers(lison, house):
    said = post(house, member=lison, text=WORDS)
    edited = edit_post(member=lison, post_id=said.pk, source=f"{WORDS} On attend.").post
    answer = post(house, parent=said, text=f"> {WORDS}\n\nMoi je parie sur le printemps, comme tous les ans depuis trente ans.")
    gone(lison, keeps_words=False)
    edited.refresh_from_db()
    assert (edited.source, edited.text, edited.html, edited.standing) == ("", "", "", "withdrawn")
    assert not Revision.objects.filter(post=edited).exists()
    answer.refresh_from_db()
    assert "[…]" in answer.source
    assert "tramway" not in answer.html
    assert "Moi je parie sur le printemps" in answer.text
    assert answer.standing == "published"
    answer.thread.refresh_from_db()
    assert answer.thread.visible_posts == 1


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("> Le tramway passera-t-il **enfin** devant le vieux phare\n\nOui.", "> […]\n\nOui."),
        (">le TRAMWAY passera-t-il enfin", ">[…]"),
        ("> une autre phrase, d’une autre personne\n\nOui.", "> une autre phrase, d’une autre personne\n\nOui."),
        ("> oui ou non\n\nOui.", "> oui ou non\n\nOui."),
        ("Le tramway passera-t-il enfin, dit-on.", "Le tramway passera-t-il enfin, dit-on."),
    ],
)
def test_only_lines_that_quote_are_taken_out(source, left):
    folded = "letramwaypasseratilenfindevantlevieuxpharecethiverouiounon"
    assert without_quotes(source, folded) == left


def test_everything_tied_to_the_member_goes(lison, house):
    other = post(house)
    react(member=lison, post_id=other.pk, kind="useful")
    signal_subject(subject=other.subject, reason="spam", member_id=lison.pk)
    tell(member_id=lison.pk, kind="decision", about="decision:1", data={})
    bearer = session_for(lison).bearer
    gone(lison)
    other.refresh_from_db()
    assert (other.reactions, other.reacted) == ({}, 0)
    assert not Reaction.objects.filter(member=lison).exists()
    assert not Notice.objects.filter(member=lison).exists()
    assert not Identity.objects.filter(member=lison).exists()
    assert not Account.objects.filter(mail="lison@lecteurs.example").exists()
    assert not EmailAddress.objects.filter(email="lison@lecteurs.example").exists()
    signal = Signal.objects.get(subject=other.subject)
    assert (signal.member, signal.reason) == (None, "spam")
    here = f"/embed/mine?title={house.daily.key}"
    assert Client().get(here, headers={"Authorization": f"Bearer {bearer}"}).status_code == 401
    facts = Fact.objects.filter(member_id=lison.pk)
    assert facts.filter(name="MemberErased").count() == 1
    assert "Lison" not in json.dumps(list(facts.values("data")))
    assert "lison" not in json.dumps(list(Fact.objects.values("data"))).lower()


def test_the_name_is_free_again_and_two_deleted_accounts_live_together(lison, house):
    gone(lison)
    again = reader(house, "Lison B.")
    assert again.pseudonym == "Lison B."
    assert gone(again).pseudonym == "Compte supprimé"
    assert reader(house, "Compte supprimé").folded.isalnum()


def test_the_publishers_reader_who_comes_again_is_someone_new(house):
    claims = Claims(issuer="test", subject="17", name="Awa", badges=("subscriber",), language="fr")
    first = enter_by_token(group=house.group, claims=claims)
    said = post(house, member=first, text=WORDS)
    gone(first)
    again = enter_by_token(group=house.group, claims=claims)
    assert (again.pk != first.pk, again.pseudonym) == (True, "Awa")
    said.refresh_from_db()
    assert said.author_id == first.pk


def test_it_is_done_within_a_day_and_not_before_twenty_hours(lison):
    now = clock.now()
    ask_erasure(member=lison, keeps_words=True)
    with clock.at(now + timedelta(hours=19, minutes=59)):
        assert erase_those_who_asked(0) == 0
    with clock.at(now + timedelta(hours=21)):
        assert erase_those_who_asked(0) == 1
        assert erase_those_who_asked(0) == 0
    assert Member.objects.get(pk=lison.pk).erased_at


def test_it_may_be_given_up_until_it_begins(lison):
    erasure = ask_erasure(member=lison, keeps_words=False)
    assert ask_erasure(member=lison, keeps_words=True).pk == erasure.pk, "the last choice stands"
    cancel_erasure(erasure=erasure)
    with clock.at(clock.now() + timedelta(days=2)):
        assert erase_those_who_asked(0) == 0
    again = ask_erasure(member=lison, keeps_words=True)
    erase(erasure=again)
    with pytest.raises(Refusal) as caught:
        cancel_erasure(erasure=again)
    assert caught.value.status == 409


def test_killed_in_the_middle_it_goes_on(lison, house, monkeypatch):
    posts = [post(house, member=lison) for _number in range(3)]
    erasure = ask_erasure(member=lison, keeps_words=False)
    from parvis.conversations.acts import leaving

    real, calls = leaving._empty, []

    def dies(one):
        calls.append(one)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(one)

    monkeypatch.setattr(leaving, "BLOCK", 1)
    monkeypatch.setattr(leaving, "_empty", dies)
    with pytest.raises(KeyboardInterrupt):
        erase(erasure=erasure)
    assert Member.objects.get(pk=lison.pk).pseudonym == "Compte supprimé", "who they are goes first"
    assert erase(erasure=erasure)
    assert not Post.objects.filter(pk__in=[one.pk for one in posts]).exclude(source="").exists()
    assert SealedRecord.objects.count() == 1
    assert Fact.objects.filter(name="MemberErased").count() == 1


def test_staff_keep_their_sign_in_as_long_as_their_seat(lison, house):
    login = lison.account
    give_seat(account_id=login.pk, role="moderator", group=house.group, title=house.daily)
    gone(lison)
    assert Account.objects.filter(pk=login.pk).exists()


def test_an_account_of_two_groups_lives_on_in_the_other(lison, other_house):
    elsewhere = enter_by_account(group=other_house.group, account=lison.account)
    gone(lison)
    assert Member.objects.get(pk=elsewhere.pk).account_id


def test_a_login_that_wrote_nothing_is_deleted_at_once(house):
    idle = account("rien@lecteurs.example")
    forget_empty_account(account=idle)
    assert not Account.objects.filter(mail="rien@lecteurs.example").exists()
    with pytest.raises(Refusal):
        forget_empty_account(account=house.accounts["moderator"])


def test_what_the_law_keeps_is_sealed_for_a_year_and_then_destroyed(lison):
    gone(lison)
    kept = SealedRecord.objects.get(member=lison)
    assert b"lison" not in bytes(kept.sealed).lower()
    assert json.loads(unseal(bytes(kept.sealed)))["mail"] == "lison@lecteurs.example"
    assert destroy_sealed(now=clock.now() + timedelta(days=364)) == 0
    assert destroy_sealed(now=clock.now() + timedelta(days=366)) == 1


def test_the_evidence_of_a_decision_is_kept_three_years_without_a_name_then_emptied(lison, house):
    said = post(house, member=lison, text=WORDS)
    signal_subject(subject=said.subject, reason="insult", member_id=reader(house).pk)
    case = Case.objects.get(subject=said.subject)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1, reason="Injure.")
    gone(lison, keeps_words=False)
    case.refresh_from_db()
    assert case.words == WORDS
    assert case.author.pseudonym == "Compte supprimé"
    assert forget_evidence(now=clock.now() + timedelta(days=3 * 365 - 1)) == 0
    assert forget_evidence(now=clock.now() + timedelta(days=3 * 365 + 1)) == 1
    case.refresh_from_db()
    assert (case.words, Decision.objects.get(case=case).reason) == ("", "")


def test_the_members_page_asks_for_a_code_and_says_what_happens(lison, house, mailoutbox):
    client = come_in(lison)
    page = client.get("/members/me/data/erase/").content.decode()
    assert "Compte supprimé" in client.get("/members/me/data/").content.decode()
    assert "pendant 1 an" in page
    assert "Légifrance" in page or "legifrance" in page
    asked = client.post("/members/me/data/erase/", {"words": "erase"})
    assert "Le code envoyé à lison@lecteurs.example" in asked.content.decode()
    code = mailoutbox[0].subject[:6]
    wrong = client.post("/members/me/data/erase/", {"words": "erase", "confirmation": "000000" if code != "000000" else "1"})
    assert wrong.status_code == 422
    assert "pas le code envoyé" in wrong.content.decode()
    assert not Erasure.objects.exists()
    done = client.post("/members/me/data/erase/", {"words": "erase", "confirmation": code})
    assert done["Location"] == "/members/me/data/"
    assert not Erasure.objects.get().keeps_words
    assert "doit être supprimé à partir du" in client.get("/members/me/data/").content.decode()
    assert client.post("/members/me/data/cancel/").status_code == 302
    assert Erasure.objects.get().cancelled_at
    assert client.post("/members/me/data/erase/", {"words": "erase", "confirmation": code}).status_code == 422, "used once"


def test_a_code_is_not_guessed(lison, mailoutbox):
    client = come_in(lison)
    client.post("/members/me/data/erase/", {"words": "keep"})
    code = mailoutbox[0].subject[:6]
    for number in range(5):
        client.post("/members/me/data/erase/", {"words": "keep", "confirmation": f"x{number}"})
    assert client.post("/members/me/data/erase/", {"words": "keep", "confirmation": code}).status_code == 422
    assert not Erasure.objects.exists()


def test_a_reader_of_the_publisher_types_their_name(client, house):
    member = reader(house, "Yvonnick")
    client.get(way_for(member).split("://")[-1].partition("/")[1] + way_for(member).split("://")[-1].partition("/")[2])
    assert client.post("/members/me/data/erase/", {"words": "keep", "confirmation": "Quelqu’un"}).status_code == 422
    assert client.post("/members/me/data/erase/", {"words": "keep", "confirmation": "yvonnick"}).status_code == 302
    assert Erasure.objects.get().member == member


def test_a_backup_brought_back_erases_again(lison, house):
    erased = gone(lison, keeps_words=False)
    said = Post.objects.filter(author=lison)
    assert [line["member"] for line in tombstones()] == [lison.pk]
    # The backup of the day before: the member under their name again.
    Member.objects.filter(pk=lison.pk).update(pseudonym="Lison B.", folded="lisonb", erased_at=None)
    Erasure.objects.all().delete()
    assert erase_again() == 1
    assert Member.objects.get(pk=lison.pk).pseudonym == "Compte supprimé"
    assert erase_again() == 0
    assert not said.exclude(source="").exists()
    # The number was given to someone else meanwhile: they are left alone.
    Member.objects.filter(pk=lison.pk).update(
        pseudonym="Autre", folded="autre", erased_at=None, joined_at=erased.joined_at + timedelta(days=1)
    )
    assert erase_again() == 0


def test_publishing_after_the_erasure_is_not_possible(lison, house):
    place = thread(house)
    bearer = session_for(lison).bearer
    gone(lison)
    body = json.dumps(
        {"title": house.daily.key, "url": f"https://{house.daily.key}.example/pont", "text": WORDS, "advised": True}
    )
    answer = Client().post("/embed/posts", body, "application/json", headers={"Authorization": f"Bearer {bearer}"})
    assert answer.status_code == 401
    assert publish_post(member=reader(house), thread=place, source=WORDS).post.is_visible


def test_where_others_name_the_member_the_name_and_its_link_go(lison, house):
    answer = post(house, text="Je suis d’accord avec @Lison B. sur le tramway, et pas du tout sur le vieux phare.")
    assert f"/members/{lison.pk}/" in answer.html
    gone(lison)
    answer.refresh_from_db()
    assert "Lison" not in answer.html + answer.source + answer.text
    assert "@Compte supprimé" in answer.text
    assert f"/members/{lison.pk}/" not in answer.html


def test_the_element_shows_the_way_to_ones_data(client, house):
    member = reader(house)
    headers = {"Authorization": f"Bearer {session_for(member).bearer}"}
    address = client.post(f"/embed/my-data?title={house.daily.key}", headers=headers).json()["address"]
    assert client.get(address.partition("/members/")[1] + address.partition("/members/")[2])["Location"] == "/members/me/data/"
    assert client.post("/embed/my-data").status_code == 401


def test_asked_twice_of_each_room_changes_nothing_more(lison, house):
    other = post(house)
    signal_subject(subject=other.subject, reason="spam", member_id=lison.pk)
    forget_in_cases(member=lison, keeps_words=True)
    forget_in_cases(member=lison, keeps_words=True)
    assert Signal.objects.get(subject=other.subject).visitor.startswith("erased:")
    erase_posts(member=lison, keeps_words=True)
    erase_posts(member=lison, keeps_words=True)
