"""Discussions for their hosts."""

import pytest
from django.urls import reverse

from parvis.conversations.models import Closure, Pin, Selection
from parvis.desk.tests.conftest import HTMX
from parvis.moderation.acts import decide
from parvis.testing.cast import post


def test_the_discussions_are_listed_with_what_waits_and_what_is_out_of_sight(english_desk, house, to_judge):
    case = to_judge()
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    (row,) = english_desk.get("/desk/threads/").context["page"].rows
    assert (row.held, row.gone) == (0, 1)


def test_the_list_comes_alone_to_htmx_and_is_searched_by_address(english_desk, house):
    post(house)
    answer = english_desk.get("/desk/threads/", {"search": "pont"}, headers=HTMX)
    assert "<html" not in answer.content.decode()
    assert len(answer.context["page"].rows) == 1
    assert english_desk.get("/desk/threads/", {"search": "tunnel"}).context["page"].rows == []


def test_a_removed_post_is_read_by_those_who_judge_and_not_by_a_guest(as_seat, house, to_judge):
    case = to_judge(text="Des mots qu’on ne reverra plus sous l’article.")
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    address = reverse("desk:thread", args=[post(house).thread_id])
    assert "Des mots qu’on ne reverra plus" in as_seat("moderator").get(address).content.decode()
    assert "Des mots qu’on ne reverra plus" not in as_seat("guest").get(address).content.decode()


def test_the_page_opens_around_a_post_far_down_the_discussion(english_desk, house):
    first = post(house, text="Le tout premier mot de la discussion, il y a longtemps.")
    for _n in range(40):
        post(house)
    address = reverse("desk:thread", args=[first.thread_id])
    assert first.text not in english_desk.get(address).content.decode()
    assert first.text in english_desk.get(address, {"around": first.pk}).content.decode()


def test_a_host_pins_selects_closes_and_opens_again(as_seat, house):
    host, written = as_seat("community_manager"), post(house)
    honour = reverse("desk:honour", args=[written.pk])
    host.post(honour, {"honour": "pin"})
    host.post(honour, {"honour": "select"})
    assert (Pin.objects.count(), Selection.objects.count()) == (1, 1)
    host.post(reverse("desk:close", args=[written.thread_id]), {"reason": "La nuit tombe."})
    assert "La nuit tombe." in host.get(reverse("desk:thread", args=[written.thread_id])).content.decode()
    host.post(reverse("desk:reopen", args=[written.thread_id]))
    assert not Closure.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize(("who", "status"), [("moderator", 403), ("weekly_moderator", 403), ("guest", 403)])
def test_only_hosts_host(as_seat, house, who, status):
    written = post(house)
    assert as_seat(who).post(reverse("desk:close", args=[written.thread_id])).status_code == status
    assert not Closure.objects.exists()


def test_the_seat_of_another_title_finds_no_such_discussion(as_seat, house):
    written = post(house)
    stranger = as_seat("weekly_moderator")
    assert stranger.get("/desk/threads/").context["page"].rows == []
    assert stranger.get(reverse("desk:thread", args=[written.thread_id])).status_code == 404
