"""Contrast of the tokens, computed from the style sheet: OKLCH to linear sRGB (B. Ottosson, 2020), then WCAG 2.2's ratio."""

import math
import re
from pathlib import Path

Colour = tuple[float, float, float]
TOKENS = Path(__file__).parent.parent / "static" / "ui" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);")
MIX = re.compile(r"--([\w-]+): color-mix\(in oklab, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\);")
TINT = re.compile(r"--tint: oklch\(([\d. ]+)\);")


def palette(theme: int, tint: Colour | None = None) -> dict[str, Colour]:
    """Each token as OKLCH, for theme 0 (light) or 1 (dark); `tint` stands for the colour a title gives."""
    sheet = TOKENS.read_text(encoding="utf-8")
    colours = {found[0]: _numbers(found[theme + 1]) for found in PAIR.findall(sheet)}
    colours["accent"] = readable(tint or _numbers(TINT.search(sheet)[1]), theme)
    for name, ink, share, ground in MIX.findall(sheet):
        if ink in colours and ground in colours:
            colours[name] = _mixed(colours[ink], colours[ground], int(share) / 100)
    return colours


def readable(tint: Colour, theme: int) -> Colour:
    """What tokens.css makes of a title's colour: its hue, our lightness."""
    lightness, chroma, hue = tint
    return (min(lightness, 0.45), min(chroma, 0.15), hue) if theme == 0 else (max(lightness, 0.8), min(chroma, 0.1), hue)


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2.2 between two OKLCH colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _numbers(text: str) -> Colour:
    lightness, chroma, hue = map(float, text.split())
    return lightness, chroma, hue


def _oklab(colour: Colour) -> Colour:
    lightness, chroma, hue = colour
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def _mixed(ink: Colour, ground: Colour, share: float) -> Colour:
    lightness, a, b = (share * one + (1 - share) * other for one, other in zip(_oklab(ink), _oklab(ground), strict=True))
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a))


def _luminance(colour: Colour) -> float:
    lightness, a, b = _oklab(colour)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clipped = [min(1.0, max(0.0, channel)) for channel in (red, green, blue)]
    return 0.2126 * clipped[0] + 0.7152 * clipped[1] + 0.0722 * clipped[2]
