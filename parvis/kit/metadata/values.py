"""Reading what pages write: each function takes what was said, best first, of any shape, and gives the first that makes sense."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.utils import timezone

from parvis.kit.addresses import normal_address
from parvis.kit.markup.allowed import safe_address
from parvis.kit.markup.plain import with_single_spaces, without_controls
from parvis.kit.refusals import Refusal

MOST_NAMES = 10

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")
#: Where an object says its own name, address or image; in the order to look.
_SPOKEN = ("name", "@value", "url", "contentUrl", "@id")
_DEEPEST = 4


def text(longest: int, *said: Any) -> str:
    """Give the first words said, on one line, without tags or entities, cut at `longest` characters."""
    return next((words for value in _spoken(said) if (words := _words(value, longest))), "")


def names(longest: int, *said: Any) -> tuple[str, ...]:
    """Give the distinct names of the first that says any, at most ten; an address is no name."""
    for source in said:
        found = (_words(value, longest) for value in _spoken(source))
        kept = tuple(dict.fromkeys(name for name in found if name and "://" not in name))[:MOST_NAMES]
        if kept:
            return kept
    return ()


def date(*said: Any) -> datetime | None:
    """Give the first date said (ISO 8601, or as in mails), aware."""
    return next((moment for value in _spoken(said) if (moment := _moment(value.strip()))), None)


def language(*said: Any) -> str:
    """Give the first language said as its two or three letters: `fr` for `fr_FR`."""
    found = (_LANGUAGE.fullmatch(value.strip()) for value in _spoken(said))
    return next((match[1].lower() for match in found if match), "")


def image(address: str, *said: Any) -> str:
    """Give the first address of an image said, absolute, http or https."""
    return next(
        (
            found
            for value in _spoken(said, ("url", "contentUrl", "@id"))
            if (found := safe_address(_absolute(address, value)) or "")
        ),
        "",
    )


def page(address: str, *said: Any) -> str:
    """Give the first address of a page said, in its normal form."""
    return next((found for value in _spoken(said, ("@id", "url")) if (found := _normal(_absolute(address, value)))), "")


def _spoken(said: Any, keys: tuple[str, ...] = _SPOKEN, depth: int = _DEEPEST) -> Iterator[str]:
    """Every text said, whether alone, in a list, or in an object under one of `keys`."""
    if isinstance(said, str):
        yield said
    elif depth and isinstance(said, list | tuple):
        for one in said:
            yield from _spoken(one, keys, depth - 1)
    elif depth and isinstance(said, dict):
        for key in keys:
            if said.get(key):
                yield from _spoken(said[key], keys, depth - 1)
                break


def _words(value: str, longest: int) -> str:
    words = with_single_spaces(without_controls(_TAG.sub(" ", unescape(value)))).strip()
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _moment(value: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
            if 1600 <= moment.year <= 9000:
                return moment if moment.tzinfo else timezone.make_aware(moment)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _absolute(address: str, value: str) -> str:
    value = unescape(value).strip()
    try:
        return urljoin(address, value) if value else ""
    except ValueError:
        return ""


def _normal(address: str) -> str:
    try:
        return normal_address(address)
    except Refusal:
        return ""
