"""Is the place still open?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_a_closed_place(draft: Draft) -> Iterator[Evidence]:
    """A closed discussion takes no post and no edit, from anybody."""
    if not draft.place.is_open:
        yield Evidence("closed", 1.0)
