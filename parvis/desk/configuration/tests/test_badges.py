"""The pages of the badges and of the names that sign."""

from parvis.kit.metadata import ArticleMetadata
from parvis.members.badges.reads import badges_in_force, bylines_of
from parvis.publishers.acts import describe_article
from parvis.testing.cast import reader, thread

GOOD = {"key": "premium", "label_fr": "Abonné +", "label_en": "Premium", "tone": "strong", "rank": "5", "is_subscription": "on"}


def test_a_group_s_manager_defines_changes_and_takes_down_a_badge(as_role, house):
    client, address = as_role("group_manager"), f"/desk/group/{house.group.key}/badges/"
    assert client.post(address, GOOD).status_code == 302
    assert badges_in_force(house.group.pk)["premium"].is_subscription
    page = client.get(f"{address}?badge=premium").content.decode()
    assert 'value="Abonné +"' in page
    assert client.post(f"{address}retire/", {"badge": "premium"}).status_code == 302
    assert "premium" not in badges_in_force(house.group.pk)


def test_a_badge_that_makes_no_sense_is_told_beside_its_field(as_role, house):
    response = as_role("group_manager").post(f"/desk/group/{house.group.key}/badges/", GOOD | {"key": "Deux mots"})
    assert response.status_code == 422
    assert "minuscules, chiffres et tirets" in response.content.decode()


def test_a_title_s_people_define_none(as_role, house):
    assert as_role("community_manager").get(f"/desk/group/{house.group.key}/badges/").status_code == 404


def test_a_journalist_claims_their_name_and_nobody_else_s(as_role, house):
    described = ArticleMetadata(headline="La digue", authors=("Jeanne Aubry",))
    describe_article(article=thread(house).article, described=described)
    client, address = as_role("journalist"), f"/desk/{house.daily.key}/bylines/"
    assert "Jeanne Aubry" in client.get(address).content.decode()
    mine = house.accounts["journalist"].pk
    assert client.post(address, {"name": "Jeanne Aubry", "whose": mine}).status_code == 302
    assert client.post(address, {"name": "Paul Doe", "whose": house.accounts["moderator"].pk}).status_code == 422
    byline = bylines_of(house.daily)[0]
    assert (byline.account_id, byline.by_id) == (mine, mine)
    assert client.post(f"{address}end/", {"byline": byline.pk}).status_code == 302
    assert client.post(f"{address}end/", {"byline": byline.pk}).status_code == 404


def test_who_gives_seats_says_it_of_a_reader(as_role, house):
    writer = reader(house, "Lison du port")
    client, address = as_role("community_manager"), f"/desk/{house.daily.key}/bylines/"
    assert client.post(address, {"name": "Lison B.", "whose": "reader", "pseudonym": "lison du port"}).status_code == 302
    assert bylines_of(house.daily)[0].member == writer
    assert client.post(address, {"name": "Lison B.", "whose": "reader", "pseudonym": "personne"}).status_code == 422
