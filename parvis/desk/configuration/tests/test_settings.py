"""The page of the policy."""

from parvis.conversations.models import SpacePolicy
from parvis.publishers.acts import set_policy
from parvis.publishers.policies import effective_policy
from parvis.testing.cast import space


def address(house) -> str:
    return f"/desk/{house.daily.key}/settings/"


def test_each_setting_says_its_value_and_where_it_comes_from(as_role, house):
    set_policy(group=house.group, max_length=1200)
    set_policy(group=house.group, title=house.daily, links_per_post=7)
    page = as_role("community_manager").get(address(house)).content.decode()
    assert "<strong>1200</strong>" in page
    assert "<strong>7</strong>" in page
    assert "réglé pour le groupe" in page
    assert "réglé pour le titre" in page
    assert "tel que livré avec Parvis" in page


def test_a_saved_setting_is_in_force_and_an_emptied_one_inherits(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"mode": "pre", "max_length": "900"}).status_code == 302
    place = {"group_id": house.group.pk, "title_id": house.daily.pk}
    assert (effective_policy(**place).mode, effective_policy(**place).max_length) == ("pre", 900)
    client.post(address(house), {"mode": "", "max_length": ""})
    assert (effective_policy(**place).mode, effective_policy(**place).max_length) == ("post", 3000)


def test_a_senseless_value_is_told_beside_its_field(as_role, house):
    response = as_role("community_manager").post(address(house), {"max_length": "3"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Un nombre entre 50 et 20000 est attendu" in page or "between 50 and 20000" in page
    assert 'aria-invalid="true"' in page


def test_a_section_has_settings_of_its_own(as_role, house):
    client = as_role("community_manager")
    assert client.post(f"{address(house)}?section=politique", {"mode": "pre"}).status_code == 302
    assert effective_policy(group_id=house.group.pk, title_id=house.daily.pk, section_id=house.politics.pk).mode == "pre"
    assert effective_policy(group_id=house.group.pk, title_id=house.daily.pk).mode == "post"
    assert client.get(f"{address(house)}?section=ailleurs").status_code == 404


def test_the_whole_group_is_set_by_its_managers_only(as_role, house):
    whole = f"/desk/group/{house.group.key}/settings/"
    assert as_role("group_manager").post(whole, {"min_length": "5"}).status_code == 302
    assert effective_policy(group_id=house.group.pk).min_length == 5
    assert as_role("community_manager").get(whole).status_code == 404


def test_hours_days_and_limits_are_set_and_said(as_role, house):
    client = as_role("community_manager")
    asked = {"opening_hours": "7h-23h", "opening_days": ["0", "4"], "slow_seconds": "90", "who_posts": "subscribers"}
    assert client.post(address(house), asked | {"time_zone": "Indian/Reunion"}).status_code == 302
    there = effective_policy(group_id=house.group.pk, title_id=house.daily.pk)
    assert (there.opening_hours, there.opening_days, there.time_zone) == ("07:00-23:00", (0, 4), "Indian/Reunion")
    assert (there.slow_seconds, there.who_posts) == (90, "subscribers")
    page = client.get(address(house)).content.decode()
    assert "lundi, vendredi" in page.lower()
    assert "90 s entre deux messages" in page
    assert client.post(address(house), {"opening_hours": "le matin"}).status_code == 422


def test_a_space_has_settings_of_its_own(as_role, house):
    place = space(house)
    client, there = as_role("community_manager"), f"{address(house)}?space={place.key}"
    assert client.post(there, {"slow_seconds": "60"}).status_code == 302
    assert SpacePolicy.objects.get(space=place).slow_seconds == 60
    page = client.get(there).content.decode()
    assert "réglé pour l’espace" in page
    assert effective_policy(group_id=house.group.pk, title_id=house.daily.pk).slow_seconds == 0
    assert client.get(f"{address(house)}?space=ailleurs").status_code == 404
