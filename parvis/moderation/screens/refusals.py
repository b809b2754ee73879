"""Were the author's last posts refused?"""

from collections.abc import Iterator

from parvis.moderation.screens.evidence import Draft, Evidence


def notice_recent_refusals(draft: Draft) -> Iterator[Evidence]:
    """The share of refusals among recent decisions, one imaginary acceptance added.

    So one refusal alone weighs 0.5, not 1 (Laplace's caution about few observations).
    """
    refused, decided = draft.author.refused_recently, draft.author.decided_recently
    if refused > 0:
        certainty = min(1.0, refused / (max(refused, decided) + 1))
        yield Evidence("recent_refusals", certainty, detail={"refused": refused, "decided": max(refused, decided)})
