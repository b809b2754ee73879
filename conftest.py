"""Fixtures shared by every room's tests: the cast, and settings forgotten between tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from parvis.kit.remembered import forget

if TYPE_CHECKING:
    from parvis.testing.cast import House


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
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
