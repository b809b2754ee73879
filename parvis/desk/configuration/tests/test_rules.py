"""The page where the charter is written."""

from parvis.moderation.reads import rules_in_force


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/rules/{more}"


def test_a_title_adds_changes_and_takes_out_its_own_rule(as_role, house):
    client = as_role("community_manager")
    said = {"title_fr": "Pas de spoiler", "text_fr": "On ne raconte pas la fin.", "ground": "terms"}
    assert client.post(address(house), said).status_code == 302
    added = rules_in_force(house.group.pk, house.daily.pk)[-1]
    assert added.title_fr == "Pas de spoiler"
    assert client.post(f"{address(house)}?rule={added.number}", said | {"title_fr": "Chut"}).status_code == 302
    assert "Chut" in client.get(address(house)).content.decode()
    assert "Chut" in client.get(f"/charte/{house.daily.key}/").content.decode()
    assert client.post(address(house, "out/"), {"rule": added.number}).status_code == 302
    assert rules_in_force(house.group.pk, house.daily.pk)[-1].title_id is None


def test_the_groups_rules_are_not_a_titles_to_change(as_role, house):
    client = as_role("community_manager")
    assert client.get(f"{address(house)}?rule=1").status_code == 404
    assert client.post(address(house, "out/"), {"rule": 1}).status_code == 404
    assert client.post(address(house), {"title_fr": "", "text_fr": ""}).status_code == 422
