"""A post as a picture to be shared: typographic, in its title's colour, drawn as SVG and turned into PNG."""

import re
import unicodedata
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import vl_convert
from django.utils.translation import gettext as _

from parvis.conversations.highlights import Quoted
from parvis.embed.lettering import fits, set_in_lines

WIDTH, HEIGHT, MARGIN = 1200, 630, 88
#: Sizes of the words, the largest that holds them first, and the lines each leaves room for.
SIZES = ((64, 4), (54, 5), (46, 6), (40, 7))
LEADING = 1.28
FONT = "Tinos, 'Liberation Serif', 'Times New Roman', Times, serif"
INK, SOFT, PAPER = "#26221d", "#655d52", "#fdfaf4"


def drawing_of(shown: Quoted) -> str:
    """The picture as SVG, in the language in force; long words end with an ellipsis, a post that is gone says so."""
    post = shown.post
    title = post.thread.title
    size, lines = _set(shown)
    first = 150 + size * 0.8
    said = "".join(_line(line, MARGIN, first + number * size * LEADING, size, INK) for number, line in enumerate(lines))
    foot = _cut(post.thread.name, 26, WIDTH - 2 * MARGIN)
    name = "" if shown.gone else _line(_cut(_plain(post.author.pseudonym), 34, 700), MARGIN, HEIGHT - 106, 34, INK, weight="bold")
    alternative = _("A post by %(name)s") % {"name": post.author.pseudonym} if not shown.gone else lines[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f" aria-label={quoteattr(_plain(alternative))} font-family={quoteattr(FONT)}>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<rect width="18" height="{HEIGHT}" fill={quoteattr(title.accent)}/>'
        f"{_line(_plain(title.name), MARGIN, 92, 30, title.accent, weight='bold')}"
        f'<rect x="{MARGIN}" y="116" width="{WIDTH - 2 * MARGIN}" height="1.5" fill="#d9d0c1"/>'
        f"{said}{name}{_line(foot, MARGIN, HEIGHT - 60, 26, SOFT)}</svg>"
    )


def _set(shown: Quoted) -> tuple[int, list[str]]:
    """The size and the lines of what is said."""
    width = WIDTH - 2 * MARGIN
    if shown.gone:
        return 46, set_in_lines(words_of_gone(shown.gone), size=46, width=width, most=3)
    words = _("“%(words)s”") % {"words": _plain(shown.text)}
    for size, most in SIZES:
        if fits(words, size=size, width=width, most=most):
            return size, set_in_lines(words, size=size, width=width, most=most)
    size, most = SIZES[-1]
    return size, set_in_lines(words, size=size, width=width, most=most)


def words_of_gone(gone: str) -> str:
    """What is said in the place of a post that readers no longer see."""
    return _("This post was withdrawn by its author.") if gone == "withdrawn" else _("This post was removed by the newsroom.")


def _cut(text: str, size: int, width: int) -> str:
    return (set_in_lines(_plain(text), size=size, width=width, most=1) or [""])[0]


def _plain(text: str) -> str:
    """On one line, without what the font has no letter for."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return "".join(letter for letter in line if not _is_unknown(unicodedata.category(letter)))


def _is_unknown(category: str) -> bool:
    # Control characters, and what the font has no drawing for: emoji and such.
    return category.startswith("C") or category == "So"


def _line(words: str, x: float, y: float, size: float, fill: str, *, weight: str = "normal") -> str:
    style = f'x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill={quoteattr(fill)}'
    return f"<text {style}>{escape(words)}</text>" if words else ""


@lru_cache(maxsize=300)
def picture_of(drawing: str) -> bytes:
    """The drawing as a PNG; about ten milliseconds the first time."""
    return bytes(vl_convert.svg_to_png(drawing, scale=1))
