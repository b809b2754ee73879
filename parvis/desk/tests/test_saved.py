"""Saved views."""

import pytest

from parvis.desk.acts import drop_view, save_view
from parvis.desk.models import SavedView
from parvis.desk.tests.conftest import HTMX
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import give_seat
from parvis.testing.cast import post, reader


def test_filters_are_kept_under_a_name_and_lead_back_to_the_list(english_desk, house):
    answer = english_desk.post(
        "/desk/views/save/", {"place": "threads", "name": "Fermées", "query": "?state=closed&after=x", "key": "1"}
    )
    assert answer["Location"] == "/desk/threads/?state=closed"
    page = english_desk.get("/desk/threads/?state=closed").content.decode()
    assert 'data-key="v 1"' in page
    assert 'aria-current="true"' in page.split('class="views"')[1].split("</ul>")[0]


def test_counts_come_after_the_page_for_each_view(english_desk, house, to_judge):
    to_judge()
    mine = house.accounts["moderator"].pk
    save_view(account_id=mine, place="queue", name="Tout", query="")
    save_view(account_id=mine, place="queue", name="Rien", query="search=introuvable")
    for place in ("members", "threads", "now", "decisions"):
        save_view(account_id=mine, place=place, name="Tout", query="")
    counts = english_desk.get("/desk/views/counts/", {"place": "queue"}, headers=HTMX).context["counts"]
    assert {view.name: count for view, count in counts} == {"Tout": 1, "Rien": 0}
    for place, expected in (("members", 1), ("threads", 1), ("now", 1), ("decisions", 0)):
        ((_view, count),) = english_desk.get("/desk/views/counts/", {"place": place}).context["counts"]
        assert count == expected, place


def test_a_view_shared_with_a_title_is_had_by_its_people_and_by_no_other(as_seat, house):
    manager = house.accounts["community_manager"]
    save_view(account_id=manager.pk, place="threads", name="À suivre", query="state=held", key="2", shared_with=house.daily.key)
    page = as_seat("moderator").get("/desk/threads/").content.decode()
    assert "À suivre" in page
    assert 'data-key="v 2"' not in page
    assert "À suivre" not in as_seat("weekly_moderator").get("/desk/threads/").content.decode()


def test_a_key_goes_to_the_last_view_that_takes_it_and_the_same_name_is_written_over(house):
    mine = house.accounts["moderator"].pk
    first = save_view(account_id=mine, place="queue", name="Une", query="mine=1", key="1")
    second = save_view(account_id=mine, place="queue", name="Deux", query="", key="1")
    first.refresh_from_db()
    assert (first.key, second.key) == ("", "1")
    again = save_view(account_id=mine, place="queue", name=" Une ", query="cause=held")
    assert (again.pk, again.query) == (first.pk, "cause=held")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"place": "cave"}, "unknown_place"),
        ({"name": "  "}, "view_name"),
        ({"name": "x" * 61}, "view_name"),
        ({"key": "0"}, "view_key"),
    ],
)
def test_what_makes_no_view_is_refused(house, given, code):
    with pytest.raises(Refusal) as refused:
        save_view(account_id=house.accounts["moderator"].pk, **({"place": "queue", "name": "Une", "query": ""} | given))
    assert refused.value.code == code


def test_one_shares_only_with_a_title_one_sees_and_keeps_thirty_views_at_most(house):
    mine = house.accounts["moderator"].pk
    with pytest.raises(Refusal) as refused:
        save_view(account_id=mine, place="queue", name="Une", query="", shared_with=house.weekly.key)
    assert refused.value.status == 404
    for number in range(30):
        save_view(account_id=mine, place="queue", name=str(number), query="")
    with pytest.raises(Refusal):
        save_view(account_id=mine, place="queue", name="de trop", query="")
    assert save_view(account_id=mine, place="queue", name="3", query="mine=1").query == "mine=1"


def test_one_lets_go_one_s_own_views_only(english_desk, house):
    theirs = save_view(account_id=house.accounts["community_manager"].pk, place="queue", name="Une", query="")
    assert english_desk.post(f"/desk/views/{theirs.pk}/drop/").status_code == 404
    mine = save_view(account_id=house.accounts["moderator"].pk, place="queue", name="Une", query="")
    assert english_desk.post(f"/desk/views/{mine.pk}/drop/")["Location"] == "/desk/queue/"
    assert list(SavedView.objects.all()) == [theirs]
    with pytest.raises(Refusal):
        drop_view(account_id=house.accounts["moderator"].pk, view_id=theirs.pk)


def test_a_view_of_a_list_one_may_no_longer_open_is_not_offered(as_seat, house):
    guest = house.accounts["guest"]
    give_seat(account_id=guest.pk, role="moderator", group=house.group, title=house.daily)
    save_view(account_id=guest.pk, place="queue", name="La file", query="")
    assert "La file" in as_seat("guest").get("/desk/go/").content.decode()
    guest.seats.filter(role="moderator").delete()
    assert "La file" not in as_seat("guest").get("/desk/go/").content.decode()
    post(house, member=reader(house))
