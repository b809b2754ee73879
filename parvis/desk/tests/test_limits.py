"""One discussion's, one post's and one member's limits at the desk: pages, fragments, strangers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.conversations.acts import invite_speaker
from parvis.conversations.models import HostNote, Speaker, Thread
from parvis.kit import clock
from parvis.members.models import Restriction
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader


@pytest.fixture
def written(house):
    return post(house)


def test_a_host_sets_limits_and_a_schedule_in_the_title_s_own_hours(as_role, house, written):
    set_policy(group=house.group, slow_seconds=45, time_zone="Indian/Reunion")
    client, address = as_role("journalist"), f"/desk/threads/{written.thread_id}/settings/"
    page = client.get(address).content.decode()
    assert "45 s entre deux messages" in page
    assert "Indian/Reunion" in page
    soon = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    local = timezone.localtime(soon, timezone.zoneinfo.ZoneInfo("Indian/Reunion"))
    asked = {"posts_per_thread": "1", "closes_at": local.strftime("%Y-%m-%dT%H:%M"), "reason": "Ça chauffe"}
    assert client.post(address, asked).status_code == 302
    own = Thread.objects.get(pk=written.thread_id).own_policy
    assert (own.posts_per_thread, own.closes_at, own.reason) == (1, soon, "Ça chauffe")
    assert f'value="{asked["closes_at"]}"' in client.get(address).content.decode()
    shown = client.get(f"/desk/threads/{written.thread_id}/").content.decode()
    assert "Ça chauffe" in shown
    assert "Commentaires d’un membre" in shown


def test_a_senseless_limit_is_told_beside_its_field(as_role, written):
    response = as_role("journalist").post(f"/desk/threads/{written.thread_id}/settings/", {"slow_seconds": "-5"})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_member_is_invited_to_speak_by_their_pseudonym(as_role, house, written):
    guest, client = reader(house, "Élodie du Port"), as_role("journalist")
    address = f"/desk/threads/{written.thread_id}/speakers/"
    assert client.post(address, {"pseudonym": "elodie du port"}).status_code == 302
    assert Speaker.objects.get().member == guest
    assert "Élodie du Port" in client.get(f"/desk/threads/{written.thread_id}/settings/").content.decode()
    assert client.post(address, {"pseudonym": "Personne"}).status_code == 422
    assert client.post(address, {"leaves": guest.pk}).status_code == 302
    assert Speaker.objects.get().ended_at


def test_a_note_is_written_shown_and_taken_down(as_role, written):
    client, address = as_role("journalist"), f"/desk/threads/{written.thread_id}/note/"
    assert client.post(address, {"source": "Restons *courtois*."}).status_code == 302
    assert "<em>courtois</em>" in client.get(f"/desk/threads/{written.thread_id}/").content.decode()
    assert client.post(address, {"source": " "}).status_code == 422
    assert client.post(f"{address}end/").status_code == 302
    assert HostNote.objects.get().ended_at
    assert "courtois" in client.get(address).content.decode()  # its history


def test_a_post_s_note_is_written_and_taken_down_and_a_page_asks_them_once(as_role, house, written, django_assert_num_queries):
    client, address = as_role("journalist"), f"/desk/threads/posts/{written.pk}/note/"
    assert client.post(address, {"source": "Deux voies.", "kind": "correction"}).status_code == 302
    page = client.get(f"/desk/threads/{written.thread_id}/").content.decode()
    assert "Rectification de la rédaction" in page
    assert client.get(address).status_code == 200
    assert client.post(f"{address}end/").status_code == 302
    assert HostNote.objects.get().ended_at


def test_a_member_is_restricted_with_a_reason_and_let_go(as_role, house):
    member, client = reader(house), as_role("moderator")
    address = f"/desk/members/{member.pk}/restrict/"
    asked = {"kind": "premoderation", "days": "7", "reason": "Trois refus", "where": str(house.daily.pk)}
    assert client.post(address, asked).status_code == 302
    row = Restriction.objects.get()
    assert (row.title, row.reason, row.until.date()) == (house.daily, "Trois refus", (row.at + timedelta(days=7)).date())
    assert "Trois refus" in client.get(f"/desk/members/{member.pk}/").content.decode()
    assert client.post(address, {"kind": "posts_per_day", "reason": "x", "days": ""}).status_code == 422
    assert client.post(f"/desk/members/{member.pk}/lift/", {"restriction": row.pk}).status_code == 302
    assert client.post(f"/desk/members/{member.pk}/lift/", {"restriction": "9"}).status_code == 404
    row.refresh_from_db()
    assert row.ended_by == house.accounts["moderator"]


@pytest.mark.parametrize("page", ["threads/{thread}/settings/", "threads/{thread}/note/", "threads/posts/{post}/note/"])
@pytest.mark.parametrize(("role", "status"), [("moderator", 403), ("weekly_moderator", 403), ("nobody", 403)])
def test_a_stranger_opens_none_of_these_pages(as_role, house, written, page, role, status):
    invite_speaker(account_id=house.accounts["journalist"].pk, thread_id=written.thread_id, member_id=reader(house).pk)
    assert as_role(role).get("/desk/" + page.format(thread=written.thread_id, post=written.pk)).status_code == status
