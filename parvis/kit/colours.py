"""Colours as sRGB, how readable one is on another (WCAG 2.2), and the nearest readable one.

Contrast: WCAG 2.2, “contrast ratio” and “relative luminance”. Lightness is moved in OKLCH (B. Ottosson, 2020), which keeps
the hue as eyes see it.
"""

import math
import re
from collections.abc import Iterable

_HEX = re.compile(r"#[0-9a-f]{6}")
Channels = tuple[float, float, float]


def normal_colour(written: str) -> str:
    """`#1F4E5F`, `1f4e5f` or `#abc` as `#rrggbb`; empty when it is no colour."""
    said = "#" + written.strip().lower().lstrip("#")
    if len(said) == 4:
        said = "#" + "".join(digit * 2 for digit in said[1:])
    return said if _HEX.fullmatch(said) else ""


def contrast(one: str, other: str) -> float:
    """The ratio between two colours (`#rrggbb`), 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def worst_contrast(colour: str, grounds: Iterable[str]) -> float:
    """The smallest ratio between the colour and each of the grounds."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_readable(colour: str, grounds: Iterable[str], least: float = 4.5) -> str:
    """The colour itself when it reaches `least` on every ground, else the nearest of its hue that does.

    Only lightness moves, towards black or white, whichever is nearer; the chroma gives way where sRGB has no such colour.
    """
    known = list(grounds)
    if worst_contrast(colour, known) >= least:
        return colour
    lightness, chroma, hue = _oklch(colour)
    found = [shade for towards in (0.0, 1.0) if (shade := _towards(lightness, towards, chroma, hue, known, least))]
    return min(found, key=lambda shade: abs(_oklch(shade)[0] - lightness), default="#000000")


def _towards(start: float, end: float, chroma: float, hue: float, grounds: list[str], least: float) -> str:
    """The first readable shade between two lightnesses, found by halving; empty when not even the end is readable."""
    if worst_contrast(_in_srgb(end, 0, hue), grounds) < least:
        return ""
    near, far = start, end
    for _step in range(24):
        middle = (near + far) / 2
        if worst_contrast(_in_srgb(middle, chroma, hue), grounds) >= least:
            far = middle
        else:
            near = middle
    return _in_srgb(far, chroma, hue)


def _in_srgb(lightness: float, chroma: float, hue: float) -> str:
    """The colour, with as much of its chroma as sRGB can show at that lightness."""
    for share in (step / 40 for step in range(40, -1, -1)):
        channels = _rgb_of(lightness, chroma * share, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            return _written(channels)
    return _written(_rgb_of(lightness, 0, hue))


def _written(channels: Channels) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, _gamma(channel)))):02x}" for channel in channels)


def _linear(colour: str) -> Channels:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _degamma(red), _degamma(green), _degamma(blue)


def _degamma(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: str) -> Channels:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _rgb_of(lightness: float, chroma: float, hue: float) -> Channels:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return red, green, blue
