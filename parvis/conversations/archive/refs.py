"""Refs made unique in a title: `source/ref`, so that two archives never mix theirs and ours keep the ones they came with."""

import hashlib

LONGEST_REF = 400
LONGEST_PART = 200
OWN_SOURCE = "parvis"


def qualified(source: str, ref: str) -> str:
    """The ref as the title keeps it. In our own form (empty source) a ref with a slash already says where it comes from."""
    if source:
        ref = f"{source}/{ref}"
    elif "/" not in ref:
        ref = f"{OWN_SOURCE}/{ref}"
    if len(ref) <= LONGEST_REF:
        return ref
    return f"{ref[: LONGEST_REF - 65]}~{hashlib.sha256(ref.encode()).hexdigest()}"


def parted(ref: str) -> tuple[str, str]:
    """A qualified ref as (source, ref within it), each short enough for an identity's columns."""
    source, _, rest = ref.partition("/")
    return _short(source), _short(rest)


def _short(part: str) -> str:
    return part if len(part) <= LONGEST_PART else hashlib.sha256(part.encode()).hexdigest()
