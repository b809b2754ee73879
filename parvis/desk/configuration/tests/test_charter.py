"""The page of the charter."""

from parvis.moderation.reads import rules_in_force


def test_whoever_works_at_the_title_reads_the_rules_in_force(as_role, house):
    page = as_role("guest").get(f"/desk/{house.daily.key}/charter/").content.decode()
    assert all(rule.title_fr in page for rule in rules_in_force(house.group.pk))
    assert f'href="/charte/{house.daily.key}/"' in page
