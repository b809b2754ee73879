"""Addresses of an archive turned into today's, by rules in a plain text file, or by a map (address_map.py).

One rule a line, the first that fits wins: `old prefix => new prefix`; `re:pattern => replacement` for a regular expression
over the whole address (`\\1` for its groups); `old => -` leaves the address out. Lines beginning with # are comments.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from parvis.conversations.archive.address_map import is_map, map_of, spelled, text_of
from parvis.kit.refusals import Refusal

RULE = re.compile(r"(?P<fits>\S.*?)\s+=>\s+(?P<becomes>\S.*)")
LEFT_OUT = "-"
# Enough to write the missing rules from; the count of each host goes on beyond.
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the file: what it fits, and what that becomes (None leaves the address out)."""

    fits: str | re.Pattern[str]
    becomes: str | None

    def apply(self, address: str) -> str | None:
        """The new address, None when left out. KeyError when the rule does not fit."""
        if isinstance(self.fits, str):
            if not address.startswith(self.fits):
                raise KeyError(address)
            return None if self.becomes is None else self.becomes + address[len(self.fits) :]
        found = self.fits.fullmatch(address)
        if found is None:
            raise KeyError(address)
        return None if self.becomes is None else found.expand(self.becomes)


@dataclass(slots=True)
class Moves:
    """The rules of one import, the addresses of the title's sites, and what fitted none of them."""

    rules: list[Rule]
    origins: frozenset[str]
    exact: dict[str, str | None] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def today(self, address: str) -> tuple[str | None, str]:
        """Today's address and an empty reason, or None and the reason (`left_out`, `unmapped_address`).

        A path alone is taken as of the title's first site, alphabetically.
        """
        moved = self._moved(address.strip())
        if moved is None:
            return None, "left_out"
        if moved.startswith("/") and not moved.startswith("//") and self.origins:
            moved = urljoin(min(self.origins), moved)
        parts = _parts_of(moved)
        if parts is not None and f"{parts[0]}://{parts[1]}" in self.origins:
            return moved, ""
        self.unmapped[parts[1] if parts else ""] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(moved)
        return None, "unmapped_address"

    def _moved(self, address: str) -> str | None:
        if self.exact and (known := spelled(address)) in self.exact:
            return self.exact[known]
        for rule in self.rules:
            try:
                return rule.apply(address)
            except KeyError:
                continue
        return address


def moves_of(rules: Path | None, origins: Iterable[str]) -> Moves:
    """The rules of a file, none without a file. Refusal naming the line that is not a rule."""
    return moves_in(text_of(rules) if rules else "", origins)


def moves_in(text: str, origins: Iterable[str]) -> Moves:
    """The rules, or the map, that a text says. Refusal naming the line that is not a rule."""
    believed = frozenset(origin.rstrip("/").lower() for origin in origins)
    if is_map(text):
        mapped = map_of(text)
        return Moves([_rule_of(number, line) for number, line in mapped.rules], believed, mapped.exact)
    lines = text.splitlines()
    named = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    kept = [_rule_of(number, line) for number, line in named if line and not line.startswith("#")]
    return Moves(kept, believed)


def _rule_of(number: int, line: str) -> Rule:
    written = RULE.fullmatch(line)
    if written is None:
        raise _bad_rule(number, _("not “old => new”: %(line)s") % {"line": line})
    fits, becomes = written["fits"], None if written["becomes"] == LEFT_OUT else written["becomes"]
    if not fits.startswith("re:"):
        return Rule(fits, becomes)
    try:
        return _pattern_rule(fits.removeprefix("re:"), becomes)
    except (re.error, IndexError) as error:
        raise _bad_rule(number, str(error)) from error


def _bad_rule(number: int, why: str) -> Refusal:
    return Refusal("bad_rule", 422, _("Line %(number)d of the rules: %(why)s") % {"number": number, "why": why})


def _pattern_rule(pattern: str, becomes: str | None) -> Rule:
    tried = re.compile(f"{pattern}|").fullmatch("")
    if becomes is not None and tried is not None:
        tried.expand(becomes)
    return Rule(re.compile(pattern), becomes)


def _parts_of(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme.lower(), parts.netloc.lower()) if parts.scheme in ("http", "https") and parts.netloc else None
