"""My data: the copy, made by the worker, and its page."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.test import Client

from parvis.conversations.acts import publish_post, react
from parvis.journal.deliver import deliver_batch
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import choose_pseudonym, enter_by_account
from parvis.members.leaving import acts
from parvis.members.leaving.jobs import drop_what_is_over, make_export
from parvis.members.leaving.persons import way_for
from parvis.members.models import DataExport
from parvis.members.telling.acts import tell
from parvis.moderation.acts import decide, signal_subject
from parvis.moderation.models import Case
from parvis.testing.cast import account, post, reader, thread


@pytest.fixture(autouse=True)
def _kept_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lison(house):
    """A member with an account of her own, who has done a little of everything."""
    login = account("lison@lecteurs.example")
    EmailAddress.objects.create(user=login, email=login.mail, verified=True, primary=True)
    member = choose_pseudonym(member=enter_by_account(group=house.group, account=login), name="Lison B.")
    said = post(house, member=member, text="Le tramway passera-t-il enfin devant le vieux phare cet hiver ?")
    other = post(house)
    react(member=member, post_id=other.pk, kind="useful")
    signal_subject(subject=other.subject, reason="spam", member_id=member.pk)
    signal_subject(subject=said.subject, reason="other", member_id=reader(house).pk)
    decide(case_id=Case.objects.get(subject=said.subject).pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    tell(member_id=member.pk, kind="decision", about="decision:1", data={"after": "published"})
    return member


def come_in(member) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(member.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened(export: DataExport) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(default_storage.open(export.file).read()))


def test_a_copy_holds_everything_about_the_member_and_nothing_about_others(lison, house, mailoutbox):
    secret = post(house, text="Ce message est celui d’une autre lectrice, qui ne regarde personne d’autre ici.")
    export = acts.ask_export(account=lison.account, member=None)
    make_export(export.pk)
    export.refresh_from_db()
    with opened(export) as archive:
        assert sorted(archive.namelist()) == ["donnees.html", "donnees.json"]
        told = json.loads(archive.read("donnees.json"))["members"][0]
        page = archive.read("donnees.html").decode()
    assert told["members.member"][0]["pseudonym"] == "Lison B."
    assert told["members.member"][0]["account__mail"] == "lison@lecteurs.example"
    assert told["conversations.post"][0]["source"].startswith("Le tramway")
    assert told["conversations.post"][0]["standing"] == "published"
    assert told["conversations.reaction"][0]["kind"] == "useful"
    assert told["moderation.signal"][0]["reason"] == "spam"
    assert told["moderation.decision"][0]["verdict"] == "approve"
    assert told["members.identity"][0]["issuer"] == "parvis"
    assert len(told["members.notice"]) == 1
    assert "Le tramway passera-t-il" in page
    assert "Vos signalements" in page or "Les signalements que vous avez faits" in page
    assert secret.text not in page
    assert "http-equiv" not in page
    assert (export.progress, len(mailoutbox)) == (100, 1)
    assert "/members/me/data/" in mailoutbox[0].body
    make_export(export.pk)
    assert len(mailoutbox) == 1, "made once"


def test_what_is_shown_in_the_page_is_escaped(lison, house):
    publish_post(
        member=lison, thread=thread(house), source="Un mot <script>alert(1)</script> qui ne doit rien faire du tout ici."
    )
    export = acts.ask_export(account=lison.account, member=None)
    make_export(export.pk)
    export.refresh_from_db()
    with opened(export) as archive:
        assert "<script>" not in archive.read("donnees.html").decode()


def test_asking_defers_the_making_and_is_not_done_twice_at_once(lison):
    acts.ask_export(account=lison.account, member=None)
    assert deliver_batch() > 0
    with pytest.raises(Refusal) as caught:
        acts.ask_export(account=lison.account, member=None)
    assert caught.value.status == 429


def test_the_page_shows_how_far_it_is_then_the_link_and_the_file_comes_whole(lison):
    client = come_in(lison)
    assert "Préparer une copie" in client.get("/members/me/data/").content.decode()
    assert client.post("/members/me/data/copy/").status_code == 302
    export = DataExport.objects.get()
    acts.note_progress(export_id=export.pk, percent=42)
    page = client.get("/members/me/data/").content.decode()
    assert 'value="42"' in page
    assert "http-equiv" in page
    assert client.get(f"/members/me/data/copies/{export.pk}/").status_code == 404
    make_export(export.pk)
    assert f"/members/me/data/copies/{export.pk}/" in client.get("/members/me/data/").content.decode()
    file = client.get(f"/members/me/data/copies/{export.pk}/")
    assert file.streaming
    assert file["Cache-Control"] == "no-store"
    assert zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))).testzip() is None


def test_a_copy_is_its_owners_only_and_gone_after_a_week(lison, house):
    export = acts.ask_export(account=lison.account, member=None)
    make_export(export.pk)
    stranger = Client()
    assert stranger.get(f"/members/me/data/copies/{export.pk}/").status_code == 302
    stranger.force_login(house.accounts["group_manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert stranger.get(f"/members/me/data/copies/{export.pk}/").status_code == 404
    export.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert come_in(lison).get(f"/members/me/data/copies/{export.pk}/").status_code == 404
        drop_what_is_over(0)
    assert not DataExport.objects.exists()
    assert not default_storage.exists(export.file)


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    for address in ("", "erase/"):
        assert client.get(f"/members/me/data/{address}")["Location"].startswith("/accounts/login/")
    assert client.post("/members/me/data/copy/")["Location"].startswith("/accounts/login/")


def test_a_reader_of_the_publisher_opens_the_page_by_a_way_shown_for_a_moment(client, house):
    member = reader(house, "Yvonnick")
    way = re.sub(r"^https?://[^/]+", "", way_for(member))
    assert client.get(way)["Location"] == "/members/me/data/"
    assert "Yvonnick" in client.get("/members/me/data/").content.decode()
    assert client.post("/members/me/data/copy/").status_code == 302
    make_export(DataExport.objects.get(member=member).pk)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.get("/members/me/data/").status_code == 302
    assert Client().get("/members/data/12:faux:faux/").status_code == 410


def test_the_copy_is_read_row_after_row_whatever_its_length(lison, house, django_assert_max_num_queries):
    for _number in range(30):
        post(house, member=lison)
    export = acts.ask_export(account=lison.account, member=None)
    with django_assert_max_num_queries(110):
        make_export(export.pk)
