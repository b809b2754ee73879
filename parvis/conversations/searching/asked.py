"""What a person types in the search field, read: words, "phrases", -without, OR, author:name."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.language.searched import searchable

LONGEST = 200
_TERM = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<word>\S+)')
_AUTHOR = re.compile(r'(?<!\S)(?:author|auteur|autrice|von):(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
#: Written in capitals: « or » is French for gold.
_EITHER = {"OR", "OU", "ODER"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, as it was typed, and the author's name when one was asked for."""

    words: str
    author: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def typed(self) -> str:
        """The whole as it would be typed again."""
        return f'{self.words} author:"{self.author}"'.strip() if self.author else self.words


def asked_of(typed: str) -> Asked:
    """Reads what was typed. Raises Refusal 422 for more than 200 characters or a character no text has."""
    if len(typed) > LONGEST:
        raise Refusal("search_too_long", 422, _("A search holds at most %(most)s characters.") % {"most": LONGEST}, field="q")
    if "\x00" in typed:
        raise Refusal("search_unreadable", 422, _("This search holds a character that cannot be read."), field="q")
    found = _AUTHOR.search(typed)
    if not found:
        return Asked(" ".join(typed.split()))
    words = " ".join((typed[: found.start()] + " " + typed[found.end() :]).split())
    return Asked(words, (found[1] or found[2] or "").strip())


def in_tongue(words: str, tongue: str) -> str:
    """The words as PostgreSQL's websearch_to_tsquery wants them, folded for that tongue as the index was."""
    return " ".join(filter(None, (_said(term, tongue) for term in _TERM.finditer(words))))


def _said(term: re.Match[str], tongue: str) -> str:
    word = term["word"]
    if word in _EITHER:
        return "or"
    if word is None:
        phrase = _plain(term["phrase"], tongue)
        return f'{term["minus"]}"{phrase}"' if phrase else ""
    without, word = word.startswith("-"), word.lstrip("-")
    folded = _plain(word, tongue)
    if without:
        return f'-"{folded}"' if folded else ""
    return " ".join('"or"' if one == "or" else one for one in folded.split())


def _plain(text: str, tongue: str) -> str:
    return searchable(text.replace('"', " "), tongue).strip()
