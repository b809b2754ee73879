"""Pictures given by people are read with care and written anew."""

import io

import pytest
from PIL import Image

from parvis.kit.pictures import picture_of
from parvis.kit.refusals import Refusal


def drawn(form: str = "PNG", size=(400, 100), mode="RGBA", **given) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, (10, 60, 90, 128)[: len(mode)]).save(file, form, **given)
    return file.getvalue()


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("WEBP", "RGBA"), ("JPEG", "RGB")])
def test_a_picture_is_written_anew_within_its_bounds(form, mode):
    made = picture_of(drawn(form, (4000, 1000), mode), widest=960, highest=240)
    assert (made.width, made.height) == (960, 240)
    shown = Image.open(io.BytesIO(made.webp))
    assert (shown.format, shown.mode) == ("WEBP", mode)


def test_what_is_hidden_in_a_picture_is_not_kept():
    exif = Image.Exif()
    exif[0x010E] = "12 rue des Haleurs"
    made = picture_of(drawn("JPEG", mode="RGB", exif=exif), widest=960, highest=240)
    assert b"Haleurs" not in made.webp


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<?xml version='1.0'?><svg onload='x'/>", drawn()[:60], b"\x00" * 500, drawn("PNG", (5000, 4000), "RGB")],
)
def test_what_is_not_a_picture_one_may_give_is_refused(data):
    with pytest.raises(Refusal) as refused:
        picture_of(data, widest=960, highest=240, field="logo")
    assert (refused.value.status, refused.value.fields["field"]) == (422, "logo")


def test_a_picture_too_heavy_is_refused_before_it_is_read():
    with pytest.raises(Refusal) as refused:
        picture_of(b"\x89PNG" + b"\x00" * 2_000_001, widest=960, highest=240)
    assert refused.value.status == 413
