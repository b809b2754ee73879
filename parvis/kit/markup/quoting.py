"""Saying again what was said: the source that quotes a post, and its first words."""

import re

from parvis.kit.markup.plain import with_single_spaces

LONGEST_QUOTE = 600

_ADDRESS = re.compile(r"(https?://\S+)")
_MARK = re.compile(r"([\\*_\[\]|])")
_LINE_START = re.compile(r"^(\d*)([-+>.)])")


def quote_of(text: str, length: int = LONGEST_QUOTE) -> str:
    """Give the source, in light formatting, that quotes a post whose plain text is `text`, ready to be replied under.

    What the post itself quoted is left out, unless it holds nothing else; at most `length` characters are taken, their
    marks escaped so that they are shown as they are.
    """
    lines = [line.strip() for line in text.split("\n")]
    own = [line for line in lines if not line.startswith(">")]
    kept = _cut("\n".join(own if any(own) else lines).strip(), length)
    quoted = re.sub(r"\n{2,}", "\n\n", kept).split("\n")
    return "".join(f"> {_escaped(line)}".rstrip() + "\n" for line in quoted) + "\n" if kept else ""


def excerpt(text: str, length: int) -> str:
    """Give the first words of a plain text on one line, at most `length` characters (1 or more), "…" told when cut."""
    return _cut(with_single_spaces(text).strip(), length)


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    if not text[length - 1].isspace():
        whole_words = re.match(r"(.*\S)\s", kept, re.DOTALL)
        # A very long word is cut in two rather than leaving next to nothing.
        kept = whole_words[1] if whole_words and len(whole_words[1]) > length // 2 else kept
    return kept.rstrip(" \t\n,;:.–-") + "…"


def _escaped(line: str) -> str:
    parts = _ADDRESS.split(line)
    parts[::2] = [_MARK.sub(r"\\\1", part) for part in parts[::2]]
    return _LINE_START.sub(r"\1\\\2", "".join(parts))
