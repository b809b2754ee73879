"""French typography of what was typed with ordinary spaces."""

import re

NARROW, FIXED = "\u202f", "\u00a0"
_RULES = [
    (re.compile(r" ([;!?%€])"), NARROW + r"\1"),
    (re.compile(r" :"), FIXED + ":"),
    (re.compile(r"« "), "«" + NARROW),
    (re.compile(r" »"), NARROW + "»"),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
    (re.compile(r"(?<=\d) (?=(?:euros?|heures?|h|km|m|mg|mètres?|ans|jours)\b)"), FIXED),
]


def french(text: str) -> str:
    """The text with unbreakable spaces where French wants them, and curly apostrophes."""
    for pattern, better in _RULES:
        text = pattern.sub(better, text)
    return text.replace("'", "’")
