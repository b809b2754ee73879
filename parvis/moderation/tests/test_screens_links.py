"""Where posts lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.moderation.screens.links import host_of, is_under
from parvis.moderation.tests.drafts import seen


def test_a_banned_domain_is_named_and_marked_with_its_subdomains() -> None:
    text = "Voyez https://promo.spam.test/offre vite"
    found = seen(text, links=("https://promo.spam.test/offre",))["banned_links"]
    assert found.detail == {"hosts": "promo.spam.test"}
    assert found.spans == ((6, 35),)


def test_a_domain_that_only_ends_alike_is_another_domain() -> None:
    assert "banned_links" not in seen(links=("https://notspam.test/",))


def test_allowed_domains_never_count() -> None:
    links = tuple(f"https://www.exemple.fr/{rank}" for rank in range(9))
    assert seen(links=links, published_posts=0).keys() == {"newcomer"}


def test_more_links_than_the_limit_are_counted() -> None:
    links = tuple(f"https://ailleurs.test/{rank}" for rank in range(3))
    assert seen(links=links)["many_links"].detail == {"links": 3, "limit": 2}
    assert "many_links" not in seen(links=links[:2])


def test_a_newcomers_link_is_noticed_and_staff_are_no_newcomers() -> None:
    links = ("https://ailleurs.test/",)
    assert seen(links=links, published_posts=0)["newcomer_links"].detail == {"hosts": "ailleurs.test"}
    assert seen(links=links, published_posts=0, is_staff=True) == {}


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://WWW.Exemple.fr:8080/a?b", "exemple.fr"),
        ("exemple.fr/page", "exemple.fr"),
        ("//exemple.fr.", "exemple.fr"),
        ("https://jean@exemple.fr/", "exemple.fr"),
        ("mailto:jean@exemple.fr", "exemple.fr"),
        ("/relative", ""),
        ("https://[broken", ""),
    ],
)
def test_the_host_of_an_address(link: str, host: str) -> None:
    assert host_of(link) == host


@given(st.text())
def test_any_address_has_a_host_or_none(link: str) -> None:
    assert isinstance(is_under(host_of(link), frozenset({"spam.test"})), bool)
