"""What may or must be kept once someone is erased: each with its text, its length, and when it was read.

To be confirmed by the title's own counsel: these cards are what a title in France is usually held to.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Card:
    """A thing kept, for how long, and by what text; `read_on` is when the text was last looked at."""

    name: str
    what: Promise
    keeps: timedelta
    text: str
    source: str
    read_on: date

    @property
    def years(self) -> int:
        """Its length, in whole years."""
        return self.keeps.days // 365


CARDS = (
    Card(
        "sign_up",
        _("your name here, your address and the publisher’s number for you, sealed: opened only on a judge’s request"),
        timedelta(days=365),
        "CPCE, art. L. 34-1 ; décret n° 2021-1362 du 20 octobre 2021, art. 3 et 5 ; RGPD, art. 17.3 b",
        "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000044228912",
        date(2026, 11, 23),
    ),
    Card(
        "decisions",
        _("the decisions made about your posts, with the words they judged, without your name"),
        timedelta(days=3 * 365),
        "Règlement (UE) 2022/2065, art. 17 et 20 ; RGPD, art. 17.3 e",
        "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
        date(2026, 11, 23),
    ),
    Card(
        "signals",
        _("the signals you made, without your name"),
        timedelta(days=365),
        "Loi n° 82-652 du 29 juillet 1982, art. 93-3 ; RGPD, art. 17.3 e",
        "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000880222",
        date(2026, 11, 23),
    ),
)


def card(name: str) -> Card:
    """The card of that name."""
    return next(one for one in CARDS if one.name == name)
