"""Fixtures shared by every room's tests: the cast, and settings forgotten between tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from parvis.config.translations import compile_translations
from parvis.kit.remembered import forget

if TYPE_CHECKING:
    from parvis.testing.cast import House


def pytest_configure(config: pytest.Config) -> None:
    """The catalogues are compiled first: pages are read in French."""
    if not hasattr(config, "workerinput"):  # once, by the process that starts the workers
        compile_translations()


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share one running installation, a module its browser: they stay together on one worker, journeys first."""
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.xdist_group("journeys"))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=lambda item: item.path.parent.name != "e2e")


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from parvis.site import cached

    monkeypatch.setattr(cached, "SECONDS", 0.0)
    forget()
    yield
    forget()


@pytest.fixture
def house(db: None) -> "House":
    """A group with two titles, everyone in their seats, and no post yet."""
    from parvis.testing.cast import build_house

    return build_house()


@pytest.fixture
def other_house(db: None) -> "House":
    """Another group, whose people must never see the first."""
    from parvis.testing.cast import build_house

    return build_house("ailleurs")
