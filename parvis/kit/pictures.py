"""Small pictures given by people (logos): read with care, and written anew, so that nothing but pixels is kept."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from parvis.kit.refusals import Refusal

FORMATS = ("PNG", "WEBP", "JPEG")
LARGEST_FILE = 2_000_000
MOST_PIXELS = 16_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as WebP, and its size in pixels."""

    webp: bytes
    width: int
    height: int


def picture_of(data: bytes, *, widest: int, highest: int, field: str = "picture") -> Picture:
    """The picture re-encoded without its metadata, within these pixels, transparency kept.

    Raises Refusal 413 when too heavy, 422 for what is not a PNG, WebP or JPEG picture. SVG is refused: it is a programme.
    """
    if len(data) > LARGEST_FILE:
        words = _("This picture is too heavy: %(most)s MB at most.") % {"most": LARGEST_FILE // 1_000_000}
        raise Refusal("too_large", 413, words, field=field)
    if b"<svg" in data[:2000].lower():
        raise _not_a_picture(field, _("An SVG file can carry a programme: give the picture as PNG or WebP."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise _not_a_picture(field, _("This picture has too many pixels."))
                opened.thumbnail((widest, highest))
                shown = opened.convert("RGBA" if "A" in opened.getbands() or "transparency" in opened.info else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise _not_a_picture(field, _("This file is not a PNG, WebP or JPEG picture.")) from error
    written = io.BytesIO()
    shown.save(written, "WEBP", quality=90, method=4)
    return Picture(written.getvalue(), shown.width, shown.height)


def _not_a_picture(field: str, words: str) -> Refusal:
    return Refusal("not_a_picture", 422, words, field=field)
