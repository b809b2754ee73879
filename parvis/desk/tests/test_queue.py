"""The queue: what it lists, in what order, for whom, and at what cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.desk.tests.conftest import HTMX, case_on
from parvis.moderation.acts import add_note, claim_case, decide, signal_subject
from parvis.moderation.models import Case
from parvis.publishers.acts import give_seat
from parvis.testing.cast import post, reader

MOST_QUERIES = 12


@pytest.fixture
def desk(as_role) -> Client:
    """The moderator of the daily, reading French."""
    return as_role("moderator")


def listed(response) -> list[int]:
    """The cases of a page, from the top."""
    return [int(pk) for pk in re.findall(r'id="row-(\d+)"', response.content.decode())]


def counted(client: Client, address: str) -> int:
    client.get(address)  # what is remembered by the process is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]])


def test_a_moderator_finds_what_waits_and_opens_it(desk, held):
    written = held("La passerelle rouillée inquiète les riverains du canal depuis cet hiver.")
    page = desk.get("/desk/queue/").content.decode()
    assert "La passerelle rouillée" in page
    assert "Un message attend" in page
    opened = desk.get(f"/desk/queue/{case_on(written).pk}/").content.decode()
    assert "La passerelle rouillée" in opened
    assert 'value="approve"' in opened


def test_home_is_the_queue_for_those_who_judge_and_the_discussions_for_the_others(as_role):
    assert as_role("moderator").get("/desk/")["Location"] == "/desk/queue/"
    assert as_role("journalist").get("/desk/")["Location"] == "/desk/threads/"


@pytest.mark.parametrize("role", ["nobody", "journalist", "guest", "marketing"])
def test_who_judges_nothing_has_no_queue(as_role, held, role):
    written = held()
    for address in ("/desk/queue/", "/desk/queue/rows/", f"/desk/queue/{case_on(written).pk}/"):
        assert as_role(role).get(address).status_code in (403, 404), address


def test_whoever_is_not_signed_in_is_asked_to(db):
    assert Client().get("/desk/queue/")["Location"].startswith("/accounts/login/")


def test_a_case_of_another_title_is_neither_listed_nor_found(as_role, held):
    here = case_on(held())
    other = as_role("weekly_moderator")
    assert listed(other.get("/desk/queue/")) == []
    assert other.get(f"/desk/queue/{here.pk}/").status_code == 404
    for act in ("judge", "snooze", "note", "keep", "release"):
        sent = {"verdict": "approve", "until": "hour", "words": "?"}
        assert other.post(f"/desk/queue/{here.pk}/{act}/", sent).status_code == 404, act
    assert Case.objects.get(pk=here.pk).version == here.version


def test_a_group_manager_judges_every_title_and_may_keep_to_one(as_role, house, held):
    daily, weekly = case_on(held()), case_on(held(title=house.weekly))
    manager = as_role("group_manager")
    assert set(listed(manager.get("/desk/queue/"))) == {daily.pk, weekly.pk}
    assert listed(manager.get(f"/desk/queue/?title={house.weekly.key}")) == [weekly.pk]


def test_htmx_is_given_the_case_with_the_list_beside_it_and_no_frame(desk, held):
    written = case_on(held())
    response = desk.get(f"/desk/queue/{written.pk}/", headers=HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert f'data-case="{written.pk}"' in page
    assert 'id="cases" hx-swap-oob="true"' in page
    assert response["HX-Push-Url"] == f"/desk/queue/{written.pk}/"


def test_a_list_that_has_not_changed_is_not_sent_again(desk, held):
    held()
    first = desk.get("/desk/queue/rows/")
    seen = re.search(r'"seen": "(\w+)"', first.content.decode())[1]
    assert desk.get(f"/desk/queue/rows/?seen={seen}").status_code == 204
    held()
    assert desk.get(f"/desk/queue/rows/?seen={seen}").status_code == 200


def test_the_most_urgent_comes_first(desk, house, held):
    calm = case_on(held())
    loud = held()
    Case.objects.filter(subject=loud.subject).update(urgency=calm.urgency + 50)
    assert listed(desk.get("/desk/queue/")) == [case_on(loud).pk, calm.pk]
    assert desk.post("/desk/queue/next/")["Location"] == f"/desk/queue/{case_on(loud).pk}/"


def test_a_signalled_post_is_listed_with_its_signals(desk, house):
    written = post(house)
    signal_subject(subject=written.subject, reason="hate", words="Un mot de trop.", member_id=reader(house).pk)
    case = case_on(written)
    assert listed(desk.get("/desk/queue/?cause=signalled")) == [case.pk]
    assert "Un mot de trop." in desk.get(f"/desk/queue/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cause=held", True),
        ("cause=nonsense", True),
        ("section=abc", True),
        ("search=PASSERELLE", True),
        ("cause=signalled", False),
        ("search=introuvable", False),
        ("mine=1", False),
        ("snoozed=1", False),
        ("title=inconnu", False),
    ],
)
def test_filters_keep_what_they_say(desk, held, asked, found):
    case = case_on(held("La passerelle rouillée inquiète les riverains du canal depuis cet hiver."))
    assert listed(desk.get(f"/desk/queue/?{asked}")) == ([case.pk] if found else [])


def test_the_search_finds_an_author(desk, house, held):
    theirs, _other = case_on(held(member=reader(house, "Zénobie"))), held()
    assert listed(desk.get("/desk/queue/?search=zénob")) == [theirs.pk]


def test_mine_is_what_i_hold_or_noted(desk, house, held):
    noted, taken, _neither = (case_on(held()) for _ in range(3))
    moderator = house.accounts["moderator"].pk
    add_note(case_id=noted.pk, account_id=moderator, words="À revoir.")
    claim_case(case_id=taken.pk, account_id=moderator)
    assert set(listed(desk.get("/desk/queue/rows/?mine=1"))) == {noted.pk, taken.pk}


def test_what_is_put_aside_waits_elsewhere(desk, house, held):
    case = case_on(held())
    desk.post(f"/desk/queue/{case.pk}/snooze/", {"until": "hour", "version": case.version})
    assert listed(desk.get("/desk/queue/")) == []
    assert listed(desk.get("/desk/queue/?snoozed=1")) == [case.pk]


def test_what_a_colleague_holds_is_shown_read_only(desk, as_role, house, held):
    case = case_on(held())
    as_role("community_manager").get(f"/desk/queue/{case.pk}/")
    page = desk.get(f"/desk/queue/{case.pk}/").content.decode()
    assert f"{house.accounts['community_manager']} est en train de juger" in page
    assert 'value="approve"' not in page.split('id="case"')[1]
    assert desk.post(f"/desk/queue/{case.pk}/keep/").status_code == 409


def test_two_colleagues_are_never_given_the_same_case(as_role, held):
    for _ in range(4):
        held()
    ways = [as_role(role).post("/desk/queue/next/")["Location"] for role in ("moderator", "community_manager")]
    assert len(set(ways)) == 2


def test_leaving_a_case_gives_it_back_and_it_is_not_given_again_at_once(desk, as_role, held):
    first, second = held(), held()
    given = desk.post("/desk/queue/next/")["Location"]
    case = int(given.strip("/").rsplit("/", 1)[-1])
    desk.get(given)
    other = ({case_on(first).pk, case_on(second).pk} - {case}).pop()
    desk.get(f"/desk/queue/{other}/")
    assert Case.objects.get(pk=case).claimed_by is None
    desk.post(f"/desk/queue/{other}/release/")
    assert Case.objects.get(pk=other).claimed_by is None


def test_the_page_says_when_nothing_is_left(desk):
    page = desk.get("/desk/queue/").content.decode()
    assert "Tout est lu" in page
    assert "Rien ici sous ces filtres" not in page


def test_the_queue_is_read_in_twelve_queries_however_long(desk, held):
    held()
    few = counted(desk, "/desk/queue/")
    for _ in range(8):
        held()
    assert counted(desk, "/desk/queue/") == few
    assert few <= MOST_QUERIES


def test_opening_a_case_costs_the_same_whatever_the_thread(desk, house, held):
    first = held()
    few = counted(desk, f"/desk/queue/{case_on(first).pk}/")
    for _ in range(6):
        held(member=first.author)
    assert counted(desk, f"/desk/queue/{case_on(first).pk}/") <= few + 1


def test_a_section_s_moderator_is_given_the_section_alone(as_role, house, held):
    elsewhere = case_on(held())
    account = house.accounts["guest"]
    give_seat(account_id=account.pk, role="moderator", group=house.group, section=house.politics)
    section = as_role("guest")
    assert listed(section.get("/desk/queue/")) == []
    Case.objects.filter(pk=elsewhere.pk).update(section=house.politics)
    assert listed(section.get("/desk/queue/")) == [elsewhere.pk]


def test_a_closed_case_says_what_was_decided_and_offers_to_judge_again(desk, house, held):
    written = held()
    case = case_on(written)
    decide(case_id=case.pk, account_id=house.accounts["community_manager"].pk, verdict="approve")
    page = desk.get(f"/desk/queue/{case.pk}/").content.decode()
    assert "Le juger de nouveau" in page
    again = desk.post("/desk/queue/open/", {"subject": written.subject})["Location"]
    assert again == f"/desk/queue/{case_on(written).pk}/"
    assert case_on(written).pk != case.pk


def test_readers_words_stay_in_no_cache(desk, held):
    held()
    assert desk.get("/desk/queue/")["Cache-Control"] == "no-store"
