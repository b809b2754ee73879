"""What makes a post worth reading, as a number: the formula, explained in docs/worth-reading.md, and nothing but it.

Voices are counted one after the other in the order they came. Who often talks with someone already counted adds little:
a circle that applauds itself counts as about one person, however many accounts it has.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

#: A whole voice answers; who only reacts is half of one. Answers beyond the third need reactions beside them.
ANSWER, REACTION, UNAPPRECIATED = 1.0, 0.5, 3
#: What the newsroom's choice is worth in voices, and the most that votes of an archive, given by nobody known, are worth.
SELECTED, UNKNOWN = 8.0, 2.0
#: A newcomer's share of a voice, and what each published post adds to it; halved in the first week.
NEWCOMER, PER_POST, YOUNG_DAYS = 0.25, 0.15, 7
#: After as many days, a post must have had about twice the voices to keep its place.
HALF_LIFE_DAYS = 3.0
EPOCH = datetime.fromisoformat("2010-01-01T00:00:00+00:00").timestamp()
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who answered or reacted: their published posts, days here, and gestures to the same author elsewhere."""

    member_id: int
    answers: bool
    reacts: bool
    published: int = 10
    days: float = 365.0
    faithful: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """All that is known of a post. `ties` says how many times two people spoke to each other elsewhere, the rarer way.

    `unknown` is how many reactions came with an archive without who gave them; `answers` and `bad_answers` are how many
    answers it had, and how many of them are out of sight or signalled; `refused` is the author's refused posts of 90 days.
    """

    author_id: int
    written_at: datetime
    voices: Sequence[Voice] = ()
    ties: Mapping[frozenset[int], int] = field(default_factory=dict)
    unknown: int = 0
    selected: bool = False
    signals: int = 0
    refused: int = 0
    answers: int = 0
    bad_answers: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """The parts of a post's worth: voices counted, of how many people, the factors, and the whole."""

    people: int
    voices: float
    unappreciated: float
    calm: float
    author: float
    signals: float
    selected: float
    merit: float
    worth: int


def weigh(given: Given) -> Weighed:
    """The worth of a post and its parts. A voice more never lowers it; signals, refusals and bad answers never raise it."""
    answering, reacting = _counted(given)
    appreciated = min(answering, UNAPPRECIATED + 2 * reacting)
    unknown = UNKNOWN * (1 - 1 / (1 + given.unknown / 10))
    voices = appreciated + reacting + unknown
    calm = (1 - min(given.bad_answers, given.answers) / given.answers) ** 2 if given.answers else 1.0
    author, signals = 3 / (3 + given.refused), 2 / (2 + given.signals)
    selected = SELECTED if given.selected else 0.0
    merit = voices * calm * author * signals + selected
    parts = (answering - appreciated, calm, author, signals, selected, merit)
    return Weighed(len(given.voices), voices, *parts, worth_of(merit, given.written_at))


def worth_of(merit: float, written_at: datetime) -> int:
    """Merit and freshness as one number that does not change as time passes: only its differences do count.

    The form of logarithmic news rankings: log2(1 + merit) + age in half-lives, in thousandths.
    """
    age = (written_at.timestamp() - EPOCH) / _DAY / HALF_LIFE_DAYS
    return round(1000 * (math.log2(1 + merit) + age))


def _counted(given: Given) -> tuple[float, float]:
    """Voices that answer, and voices that react, each weighed by who they are and whom they already talk with."""
    answering = reacting = 0.0
    before = [given.author_id]
    for voice in given.voices:
        weight = _trust(voice) / (1 + voice.faithful) * _apart(voice.member_id, before, given.ties)
        answering += ANSWER * weight * voice.answers
        reacting += REACTION * weight * voice.reacts
        before.append(voice.member_id)
    return answering, reacting


def _trust(voice: Voice) -> float:
    return min(1.0, NEWCOMER + PER_POST * voice.published) * (0.5 if voice.days < YOUNG_DAYS else 1.0)


def _apart(member_id: int, before: Sequence[int], ties: Mapping[frozenset[int], int]) -> float:
    """1 for who talks with nobody counted before, less for each they talk with (1/n²: the sum of a circle is bounded)."""
    close = sum(min(1.0, ties.get(frozenset((member_id, other)), 0) / 2) for other in before)
    return float(1 / (1 + close) ** 2)
