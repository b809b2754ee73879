"""The papers and letters a title may choose, and which colours can be read on them."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.kit.colours import nearest_readable, normal_colour, worst_contrast
from parvis.kit.refusals import Refusal

#: WCAG 2.2, 1.4.3: text.
READABLE = 4.5


@dataclass(frozen=True, slots=True)
class Ground:
    """A family of papers, by day and by night: the page, what is sunk, what is raised."""

    label: str | Promise
    day: tuple[str, str, str]
    night: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Face:
    """A pair of letters that readers' machines already have: to read, and to work."""

    label: str | Promise
    read: str
    work: str


#: The first is that of ui/static/ui/tokens.css, of which a test says so.
GROUNDS: Final[dict[str, Ground]] = {
    "paper": Ground(gettext_lazy("Warm paper"), ("#fcf8f2", "#f5f0e8", "#fffdfa"), ("#191512", "#130f0c", "#231f1c")),
    "white": Ground(gettext_lazy("White"), ("#ffffff", "#f4f4f3", "#ffffff"), ("#161616", "#101010", "#212121")),
    "mist": Ground(gettext_lazy("Cool grey"), ("#f7f9fb", "#edf1f4", "#fdfeff"), ("#12171c", "#0d1115", "#1c2228")),
}
_SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
_HUMANIST = 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif'
_GEOMETRIC = 'Avenir, Montserrat, Corbel, "URW Gothic", source-sans-pro, sans-serif'
_TRANSITIONAL = 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", serif'
_OLD_STYLE = '"Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", P052, "Noto Serif", Georgia, serif'
_DIDONE = 'Didot, "Bodoni MT", "Noto Serif Display", "URW Palladio L", P052, Sylfaen, serif'
FACES: Final[dict[str, Face]] = {
    "humanist": Face(gettext_lazy("Book serif"), _OLD_STYLE, _SANS),
    "transitional": Face(gettext_lazy("Newspaper serif"), _TRANSITIONAL, _SANS),
    "didone": Face(gettext_lazy("Magazine serif"), _DIDONE, _HUMANIST),
    "sans": Face(gettext_lazy("Plain sans"), _SANS, _SANS),
    "geometric": Face(gettext_lazy("Geometric sans"), _GEOMETRIC, _GEOMETRIC),
}
#: What is written on the accent: the lightest and the darkest of tokens.css, `--on-accent`.
_ON_ACCENT = {"day": "#fdfcfa", "night": "#181512"}


def papers(ground: str, light: str) -> tuple[str, ...]:
    """The colours on which the accent is read by `day` or by `night`, what is written on the accent included."""
    family = GROUNDS[ground]
    return (*(family.day if light == "day" else family.night), _ON_ACCENT[light])


def checked(values: dict[str, Any]) -> dict[str, str]:
    """Colours, ground and face as they are kept. An empty `accent_night` is made from the day's.

    Raises Refusal 422 naming the field: unknown choice, no colour, or `unreadable`, with the nearest colour that is
    (`proposal`) and the ratio reached (`ratio`).
    """
    ground = _choice("ground", values.get("ground", "paper"), GROUNDS)
    face = _choice("face", values.get("face", "humanist"), FACES)
    day = _readable("accent_day", str(values.get("accent_day", "")), papers(ground, "day"))
    night = str(values.get("accent_night", "")).strip() or nearest_readable(day, papers(ground, "night"))
    return {
        "ground": ground,
        "face": face,
        "accent_day": day,
        "accent_night": _readable("accent_night", night, papers(ground, "night")),
    }


def _choice(field: str, value: Any, known: dict[str, Any]) -> str:
    if value not in known:
        raise Refusal("bad_look", 422, _("This choice does not exist."), field=field)
    return str(value)


def _readable(field: str, written: str, grounds: tuple[str, ...]) -> str:
    colour = normal_colour(written)
    if not colour:
        raise Refusal("no_colour", 422, _("Write the colour as #rrggbb."), field=field)
    ratio = worst_contrast(colour, grounds)
    if ratio < READABLE:
        proposal = nearest_readable(colour, grounds)
        said = {"colour": colour, "ratio": number_format(ratio, 1), "least": number_format(READABLE, 1), "proposal": proposal}
        words = _(
            "%(colour)s would be hard to read there (%(ratio)s:1, at least %(least)s:1 is needed). The nearest is %(proposal)s."
        )
        raise Refusal("unreadable", 422, words % said, field=field, proposal=proposal, ratio=round(ratio, 2))
    return colour
