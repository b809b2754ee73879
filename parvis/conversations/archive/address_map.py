"""A map of moved addresses: a CSV of two columns (old, new), or a TOML file of moves and rules.

Old addresses of a map are whole addresses; each is looked up whatever the number of lines. `-` leaves an address out.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from parvis.kit.addresses import normal_address
from parvis.kit.refusals import Refusal

LEFT_OUT = "-"
HEADERS = re.compile(r"\s*\"?(?:old|ancienne?|from|source|avant)\b", re.IGNORECASE)
TABLES = re.compile(r"^\s*\[\[?\s*(?:moves?|rules?)\s*\]\]?\s*$", re.MULTILINE)
OLD_AND_NEW = re.compile(r'^\s*"?(?:https?://|/)[^\s;,\t"]*"?\s*[;,\t]', re.MULTILINE)


@dataclass(slots=True)
class AddressMap:
    """Whole old addresses and what each became (None: left out), and rules as lines with their numbers."""

    exact: dict[str, str | None] = field(default_factory=dict)
    rules: list[tuple[int, str]] = field(default_factory=list)


def text_of(path: Path) -> str:
    """The words of a file of rules. Refusal when it is not text in UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("bad_rule", 422, _("The file of rules is not written in UTF-8.")) from error


def is_map(text: str) -> bool:
    """Whether a file holds a map rather than lines of rules."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(TABLES.search(text)) or bool(
        lines and "=>" not in lines[0] and (OLD_AND_NEW.match(lines[0]) or (HEADERS.match(lines[0]) and _delimiter(lines[0])))
    )


def map_of(text: str) -> AddressMap:
    """Reads a map. Refusal naming the line, or the move, that is wrong."""
    return _of_toml(text) if TABLES.search(text) else _of_csv(text)


def spelled(address: str) -> str:
    """An address as maps are looked up: the one spelling of the house, or as it is when it is no address."""
    try:
        return normal_address(address)
    except Refusal:
        return address.strip()


def _of_csv(text: str) -> AddressMap:
    found = AddressMap()
    for number, old, new in _rows(text):
        if not old or not new:
            raise _bad(number, _("an old address and a new one are expected"))
        known = spelled(old)
        became = None if new == LEFT_OUT else new
        if known in found.exact and found.exact[known] != became:
            raise _bad(number, _("%(old)s is moved to two places") % {"old": old})
        found.exact[known] = became
    return found


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    reader = csv.reader(lines, delimiter=_delimiter(first) or ",")
    is_first = True
    try:
        for cells in reader:
            if not any(cells) or cells[0].startswith("#"):
                continue
            is_heading, is_first = is_first and bool(HEADERS.match(cells[0])), False
            if not is_heading:
                yield reader.line_num, cells[0].strip(), cells[1].strip() if len(cells) > 1 else ""
    except csv.Error as error:
        raise _bad(reader.line_num, str(error)) from error


def _of_toml(text: str) -> AddressMap:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal("bad_rule", 422, _("The map of addresses cannot be read: %(why)s") % {"why": error}) from error
    found = AddressMap()
    for number, move in enumerate(said.get("move", said.get("moves", [])), start=1):
        old, new = _pair(number, move, "old")
        found.exact[spelled(old)] = None if new == LEFT_OUT else new
    for number, rule in enumerate(said.get("rule", said.get("rules", [])), start=1):
        prefix = "re:" if isinstance(rule, dict) and "pattern" in rule else ""
        old, new = _pair(number, rule, "pattern" if prefix else "old")
        found.rules.append((number, f"{prefix}{old} => {new}"))
    return found


def _pair(number: int, said: object, key: str) -> tuple[str, str]:
    pair = (said.get(key), said.get("new")) if isinstance(said, dict) else (None, None)
    old, new = pair
    if not isinstance(old, str) or not isinstance(new, str) or not old.strip() or not new.strip():
        raise _bad(number, _("“%(key)s” and “new” are expected, both text") % {"key": key})
    return old.strip(), new.strip()


def _delimiter(line: str) -> str:
    return next((mark for mark in ("\t", ";", ",") if mark in line), "")


def _bad(number: int, why: str) -> Refusal:
    return Refusal("bad_rule", 422, _("Line %(number)d of the rules: %(why)s") % {"number": number, "why": why})
