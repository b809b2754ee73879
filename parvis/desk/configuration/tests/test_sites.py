"""The page of the sites."""

import re
from html import unescape

from parvis.publishers.bulk import origins_of


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/sites/{more}"


def example(client, house, name: str) -> str:
    page = client.get(address(house)).content.decode()
    return unescape(re.search(rf'id="copied-{name}">(.*?)</code>', page, re.S)[1])


def test_a_site_opens_with_its_address_and_takes_others(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"name": "Blogs", "origin": "https://Blogs.example/accueil"}).status_code == 302
    assert "https://blogs.example" in origins_of(house.daily)
    site = house.daily.sites.last()
    assert client.post(address(house, "allow/"), {"site": site.pk, "origin": "https://blog.example"}).status_code == 302
    assert client.post(address(house, "forbid/"), {"origin": "https://blogs.example"}).status_code == 302
    assert "https://blogs.example" not in origins_of(house.daily)
    assert "https://blog.example" in origins_of(house.daily)


def test_a_bad_address_is_told_beside_its_field(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"name": "Blogs", "origin": "ftp://blogs.example"}).status_code == 422
    response = client.post(address(house, "allow/"), {"site": house.daily.sites.get().pk, "origin": "pas une adresse"})
    assert response.status_code == 422
    assert response.context["sites"][0]["form"].errors["origin"]


def test_the_site_of_another_title_is_not_found(as_role, house):
    other = {"site": house.weekly.sites.get().pk, "origin": "https://blog.example"}
    assert as_role("community_manager").post(address(house, "allow/"), other).status_code == 404


def test_the_snippet_names_the_title_and_this_server(as_role, house, settings):
    settings.PARVIS_ADDRESS = "https://parvis.example"
    written = example(as_role("community_manager"), house, "snippet")
    assert '<script type="module" src="https://parvis.example/embed/parvis.js"></script>' in written
    assert f'<parvis-discussion title="{house.daily.key}"></parvis-discussion>' in written
