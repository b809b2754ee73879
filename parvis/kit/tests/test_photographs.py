"""Readers' pictures: whatever comes in, what is kept is upright WebP of bounded size, with pixels only."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from parvis.kit import photographs
from parvis.kit.photographs import LARGE, SMALL, formats, kept_photograph, photograph_of
from parvis.kit.refusals import Refusal


def picture(form="JPEG", size=(320, 200), mode="RGB", **saved):
    file = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 120)[: len(mode)] if mode != "P" else 3).save(file, form, **saved)
    return file.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", formats())
def test_every_format_comes_out_as_webp(form):
    made = photograph_of(picture(form, mode="P" if form == "GIF" else "RGB"))
    assert (opened(made.large).format, opened(made.small).format) == ("WEBP", "WEBP")
    assert (made.width, made.height) == (320, 200)


def test_a_large_one_is_brought_down_to_two_sizes():
    made = photograph_of(picture(size=(4000, 3000)))
    assert (made.width, made.height) == (LARGE, 1200)
    assert opened(made.small).size == (SMALL, 480)


def test_nothing_but_pixels_is_kept_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "Chez moi, 3 rue du Port"
    exif.get_ifd(0x8825)[1] = "N"
    made = photograph_of(picture(size=(400, 100), exif=exif, comment=b"secret"))
    assert (made.width, made.height) == (100, 400)
    for data in (made.large, made.small):
        assert not {"exif", "xmp", "icc_profile", "comment"} & opened(data).info.keys()
        assert b"rue du Port" not in data


def test_a_moving_one_keeps_its_first_frame():
    file = io.BytesIO()
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    made = photograph_of(file.getvalue())
    assert getattr(opened(made.large), "n_frames", 1) == 1
    red, _green, blue = opened(made.large).convert("RGB").getpixel((25, 25))
    assert red > 200 > blue


def test_transparency_stays():
    assert opened(photograph_of(picture("PNG", mode="RGBA")).large).mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [b"", b"rien", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", picture()[:200], b"%PDF-1.7", b"\x00" * 5000],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refusal) as refused:
        photograph_of(data)
    assert refused.value.code == "not_a_picture"


def test_the_heavy_and_the_huge_are_refused_before_they_are_decoded():
    with pytest.raises(Refusal) as refused:
        photograph_of(b"\xff" * (photographs.LARGEST_FILE + 1))
    assert refused.value.status == 413
    bomb = _declared(30_000, 30_000)
    with pytest.raises(Refusal) as refused:
        photograph_of(bomb)
    assert refused.value.status == 422


def _declared(width, height):
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 300))
def test_a_damaged_file_never_breaks_anything(noise, place):
    whole = picture("PNG")
    with suppress(Refusal):
        photograph_of(whole[:place] + noise + whole[place + len(noise) :])


def test_what_this_house_wrote_is_kept_as_it_is_and_nothing_else():
    ours = photograph_of(picture(size=(900, 600)))
    kept = kept_photograph(ours.large)
    assert kept is not None
    assert kept.large == ours.large
    assert (kept.width, kept.height) == (900, 600)
    assert kept_photograph(picture("JPEG")) is None
    assert kept_photograph(picture("WEBP", size=(2000, 100))) is None
    assert kept_photograph(picture("WEBP", exif=b"Exif\x00\x00MM\x00*")) is None
    assert kept_photograph(b"RIFF") is None
