"""Are posts read before they are printed, here or from this member?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_premoderation(draft: Draft) -> Iterator[Evidence]:
    """The place's mode, a measure about the member, or a picture; staff are trusted."""
    if draft.author.is_staff:
        return
    if draft.author.premoderated:
        yield Evidence("premoderation", 1.0, detail={"why": "member", **draft.author.why_premoderated})
    elif draft.place.mode == "pre":
        yield Evidence("premoderation", 1.0, detail={"why": "place"})
    elif draft.holds_picture:
        yield Evidence("premoderation", 1.0, detail={"why": "picture"})
