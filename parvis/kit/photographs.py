"""Pictures given by readers: read with care, turned upright, and written anew as WebP in two sizes, pixels only."""

import io
import warnings
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features

from parvis.kit.refusals import Refusal

LARGEST_FILE: Final = 8_000_000
MOST_PIXELS: Final = 40_000_000
#: The longest side of each size, in pixels.
LARGE, SMALL = 1600, 640
_SURE: Final = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture in its two sizes, as WebP; width and height are those of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def formats() -> tuple[str, ...]:
    """The formats read here; AVIF where the library was built with it."""
    return (*_SURE, "AVIF") if features.check("avif") else _SURE


def photograph_of(data: bytes, *, field: str = "picture") -> Photograph:
    """The picture re-encoded: the first frame of a moving one, upright, in sRGB, without metadata.

    Costs some 0.2 s of CPU for a picture of a telephone. Raises Refusal 413 when too heavy, 422 for what is no picture, has
    too many pixels, or is cut short.
    """
    if len(data) > LARGEST_FILE:
        words = _("This picture is too heavy: %(most)s MB at most.") % {"most": LARGEST_FILE // 1_000_000}
        raise Refusal("too_large", 413, words, field=field)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written(_read(data, field))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise _not_a_picture(field) from error


def kept_photograph(data: bytes) -> Photograph | None:
    """A large size as this house writes it (from its own archives), kept as it is, and a small one; None for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as opened:
            opened.load()
            is_ours = max(opened.size) <= LARGE and not {"exif", "xmp", "icc_profile"} & opened.info.keys()
            return Photograph(data, _sized(opened, SMALL), *opened.size) if is_ours else None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _read(data: bytes, field: str) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=formats()) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refusal("too_many_pixels", 422, _("This picture has too many pixels."), field=field)
        # A JPEG is decoded at the nearest size above what is kept: a quarter of the time for a large one.
        opened.draft("RGB", (LARGE, LARGE))
        opened.load()
        return _in_srgb(ImageOps.exif_transpose(opened))


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    if not profile:
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB")) or plain
    except (ImageCms.PyCMSError, OSError):
        return plain  # a broken profile: the colours as they come


def _written(picture: Image.Image) -> Photograph:
    large = picture.copy()
    large.thumbnail((LARGE, LARGE))
    return Photograph(_sized(large, LARGE), _sized(large, SMALL), large.width, large.height)


def _sized(picture: Image.Image, longest: int) -> bytes:
    # A new picture from the pixels alone: nothing hidden in the old one can follow.
    shown = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    shown.thumbnail((longest, longest))
    file = io.BytesIO()
    shown.save(file, "WEBP", quality=80, method=3)
    return file.getvalue()


def _not_a_picture(field: str) -> Refusal:
    words = _("This file is not a picture that can be read here: %(formats)s.") % {"formats": ", ".join(formats())}
    return Refusal("not_a_picture", 422, words, field=field)
