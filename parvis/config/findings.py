"""What a check-up says of one matter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of the check-up: whether it is right, what was seen, what to do if it is not."""

    name: str
    is_right: bool
    words: str
    advice: str = ""
