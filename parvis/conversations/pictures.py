"""The files of pictures: where they are kept, who may open them, under which address."""

from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.conversations.models import Picture
from parvis.kit.photographs import Photograph
from parvis.publishers.models import Seat
from parvis.publishers.rights import may, nothing_here

SIZES = ("large", "small")
#: How long the address given to its author opens a picture that readers do not see yet.
OWN_SECONDS = 3 * 3600
_OWN = signing.TimestampSigner(salt="parvis.picture")


def file_of(key: str, size: str) -> str:
    """The name of a picture's file in the storage."""
    return f"pictures/{key[:2]}/{key}-{size}.webp"


def store(key: str, photograph: Photograph) -> None:
    """Writes both sizes; the same key twice is the same picture."""
    for size, data in (("large", photograph.large), ("small", photograph.small)):
        if not default_storage.exists(file_of(key, size)):
            default_storage.save(file_of(key, size), ContentFile(data))


def erase(key: str) -> None:
    """Erases both sizes; those already gone are gone."""
    for size in SIZES:
        default_storage.delete(file_of(key, size))


def read(key: str, size: str = "large") -> bytes:
    """The bytes of a size. Raises Refusal 404 when the file is gone."""
    try:
        with default_storage.open(file_of(key, size)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise nothing_here() from None


def picture_data(row: dict[str, Any] | None, *, own: bool = False) -> dict[str, Any] | None:
    """A picture as a page shows it, from its row (key, described, width, height); None for none.

    Addresses are paths of this house. `own` gives its author those that open it although nobody else may yet.
    """
    if not row:
        return None
    key = row["key"]
    proof = f"?own={_OWN.sign(key).partition(':')[2]}" if own else ""
    address = f"/embed/pictures/{key}"
    size = {"width": row["width"], "height": row["height"]}
    return {"large": f"{address}/large.webp{proof}", "small": f"{address}/small.webp{proof}", "alt": row["described"], **size}


def opened_picture(key: str, *, seats: list[Seat], proof: str = "") -> tuple[Picture, bool]:
    """The picture, if it may be opened, and whether by anyone: readers open those of visible posts.

    Their author, by the `proof` in the address given to them, and whoever judges or hosts there, open all. Refusal 404.
    """
    picture = Picture.objects.select_related("post__thread", "title").filter(key=key).first()
    if picture is None:
        raise nothing_here()
    post = picture.post
    if post is not None and post.is_visible and post.thread.is_shown:
        return picture, True
    section = post.thread.section_id if post else None
    if _is_own(key, proof) or any(may(seats, one, title=picture.title, section_id=section) for one in ("moderate", "host")):
        return picture, False
    raise nothing_here()


def _is_own(key: str, proof: str) -> bool:
    try:
        return bool(proof) and _OWN.unsign(f"{key}:{proof}", max_age=OWN_SECONDS) == key
    except signing.BadSignature:
        return False
