"""The desk's search: all standings for those who judge or host, published posts for the others, each within their titles."""

import pytest

from parvis.conversations.acts import withdraw_post
from parvis.desk.tests.conftest import signed_in
from parvis.publishers.acts import give_seat
from parvis.testing.cast import account, post, reader, thread

WORDS = "Le phare de la pointe mérite enfin une vraie restauration, les vitres tombent une à une."


@pytest.fixture
def written(house):
    author = reader(house, "Odile Ter")
    gone = post(house, member=author, text=f"{WORDS} Signé une voisine.")
    withdraw_post(member=author, post_id=gone.pk)
    return post(house, text="Le phare éclaire encore la baie chaque nuit, et les pêcheurs lui disent merci."), gone


def found(client, **asked):
    page = client.get("/desk/search/", asked)
    assert page.status_code == 200
    return {hit.post.pk for hit in page.context["page"].hits}


def test_who_judges_or_hosts_finds_all_and_the_others_what_is_published(as_role, written):
    shown, gone = written
    for role in ("moderator", "journalist", "community_manager", "group_manager"):
        assert found(as_role(role), q="phares") == {shown.pk, gone.pk}, role
    for role in ("mediator", "marketing", "guest"):
        assert found(as_role(role), q="phares") == {shown.pk}, role
        assert found(as_role(role), q="phares", standing="withdrawn") == {shown.pk}, role


def test_it_is_narrowed_by_standing_author_dates_and_title(desk, house, written):
    shown, gone = written
    assert found(desk, q="phare", standing="withdrawn") == {gone.pk}
    assert found(desk, q="phare", author="odile ter") == {gone.pk}
    assert found(desk, q="phare", since="2000-01-01", until="2001-01-01") == set()
    assert found(desk, q="phare", since="2000-01-01", until="hier") == {shown.pk, gone.pk}
    assert found(desk, q="phare", title=house.weekly.key) == set()
    assert found(desk, q="phare", sort="relevance") == {shown.pk, gone.pk}
    assert found(desk, q="phare", section=str(house.politics.pk)) == set()


def test_another_title_is_never_searched(house, other_house, written):
    post(other_house, text=WORDS)
    assert found(signed_in(house.accounts["weekly_moderator"]), q="phare") == set()


def test_a_section_s_moderator_searches_that_section(house, written):
    who = account("section@rivages.example")
    give_seat(account_id=who.pk, role="moderator", group=house.group, section=house.politics)
    place = thread(house, "elections")
    place.section = place.article.section = house.politics
    place.article.save()
    inside = post(house, where=thread(house, "elections"), text="Au conseil, le phare a été le seul sujet de la soirée entière.")
    assert found(signed_in(who), q="phare") == {inside.pk}


def test_nothing_asked_says_what_is_looked_through(desk, as_role):
    assert "retenus et retirés compris" in desk.get("/desk/search/").content.decode()
    assert "publiés de vos titres" in as_role("guest").get("/desk/search/").content.decode()


def test_too_long_a_question_is_refused(desk):
    assert desk.get("/desk/search/", {"q": "x" * 5000}).status_code == 422
