"""A small seascape for each story, drawn from its name: the demo has no photographer."""

import math
import random

from parvis.config.demo.content import motifs

WIDTH, HEIGHT = 1200, 675
_SKIES = (
    ("#f7d9b8", "#e9a987", "#fff3dc"),  # dawn
    ("#cfe3ea", "#8fb9c9", "#ffffff"),  # noon
    ("#e8c3a0", "#8d6b83", "#ffd9a0"),  # dusk
    ("#7d90a3", "#22344a", "#f0ead2"),  # night
)
_SEAS = (("#7fa3ad", "#4f7d8b", "#2b5565"), ("#8aa899", "#567d70", "#2f544b"), ("#8b9cb3", "#58708c", "#2f4560"))
_INK, _PAPER = "#18232b", "#f4efe4"


def illustration(name: str, section: str) -> str:
    """The SVG of a story: the same for the same name, whatever the day."""
    dice = random.Random(name)  # noqa: S311  # a drawing, not a secret
    top, low, light = dice.choice(_SKIES)
    waves = dice.choice(_SEAS)
    horizon = dice.randint(350, 420)
    sun, place = dice.randint(150, 1050), dice.randint(380, 820)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{low}"/>'
        f'<stop offset="1" stop-color="{top}"/></linearGradient></defs><path fill="url(#s)" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>',
        f'<circle cx="{sun}" cy="{dice.randint(110, horizon - 60)}" r="{dice.randint(38, 74)}" fill="{light}" opacity=".85"/>',
        _hills(dice, horizon, low),
        _motif(section, place, horizon + 4, 1.25),
        *(_sea(dice, horizon + step, colour) for step, colour in zip((0, 90, 190), waves, strict=True)),
        "</svg>",
    ]
    return "".join(parts)


def _motif(section: str, x: int, y: int, scale: float) -> str:
    motif = motifs()[section]
    parts = f'<path fill="{_INK}" d="{motif["ink"]}"/><path fill="{_PAPER}" d="{motif["paper"]}"/>'
    return f'<g transform="translate({x} {y}) scale({scale})">{parts}</g>'


def _hills(dice: random.Random, horizon: int, colour: str) -> str:
    line = _line(dice, horizon - 40, 34, 2.2)
    return f'<path fill="{colour}" opacity=".55" d="M0 {HEIGHT}{line}L{WIDTH} {HEIGHT}z"/>'


def _sea(dice: random.Random, level: int, colour: str) -> str:
    return f'<path fill="{colour}" d="M0 {HEIGHT}{_line(dice, level, 9, 9)}L{WIDTH} {HEIGHT}z"/>'


def _line(dice: random.Random, level: int, height: int, crests: float) -> str:
    """A wavy line from left to right: two sines of random phase."""
    one, two = dice.random() * math.tau, dice.random() * math.tau
    points = []
    for x in range(0, WIDTH + 1, 24):
        turn = x / WIDTH * math.tau
        y = level + height * (0.7 * math.sin(turn * crests / 2 + one) + 0.3 * math.sin(turn * crests + two))
        points.append(f"L{x} {y:.0f}")
    return "".join(points)
