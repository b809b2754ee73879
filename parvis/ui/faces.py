"""A face for someone without a picture: initials on a stone of a steady colour."""

import re
from zlib import crc32

TONES = 8


def initials(name: str) -> str:
    """One or two capitals for `name`: "Lison B." gives "LB", "zoé42" gives "Z", "🌻" gives "?"."""
    words = [word for word in re.split(r"[\W_]+", name) if word[:1].isalpha()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper()[:1] for word in chosen) or "?"


def tone(name: str) -> int:
    """One of the eight tones, always the same for the same `name`."""
    return crc32(name.casefold().encode()) % TONES
