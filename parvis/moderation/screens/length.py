"""Is there something to read, and not a book?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_the_length(draft: Draft) -> Iterator[Evidence]:
    """Characters of the text without its outer blanks, against the limits."""
    length, limits = len(draft.text.strip()), draft.limits
    if length < limits.min_length:
        yield Evidence("length", 1.0, detail={"length": length, "least": limits.min_length}, mend=True)
    elif length > limits.max_length:
        beyond = ((limits.max_length, len(draft.text)),)
        yield Evidence("length", 1.0, beyond, {"length": length, "most": limits.max_length}, mend=True)
