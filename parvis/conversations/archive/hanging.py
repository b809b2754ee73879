"""Gives posts just written the pictures that came with them."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec.structs import replace

from parvis.conversations import pictures
from parvis.conversations.acts.pictures import LONGEST_DESCRIPTION
from parvis.conversations.archive.records import ArchivedPicture, ArchivedPost, Place, Repaired
from parvis.conversations.archive.refs import qualified
from parvis.conversations.archived import ArchivedRef
from parvis.conversations.models import Picture, Post
from parvis.kit.photographs import LARGEST_FILE, Photograph, kept_photograph, photograph_of
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Title


def without_picture(post: ArchivedPost) -> ArchivedPost:
    """The same post without its picture: those who render words need not carry it."""
    return replace(post, picture=None) if post.picture else post


def hang_archived(title: Title, source: str, posts: Sequence[tuple[int, Place, ArchivedPost]]) -> list[Repaired]:
    """Keeps the pictures of these posts, in the caller's transaction; gives those that cannot be read.

    A post that has its picture already keeps it.
    """
    wanted = {qualified(source, post.ref): (place, post.ref, post.picture) for _number, place, post in posts if post.picture}
    if not wanted:
        return []
    rows = ArchivedRef.objects.filter(title=title, ref__in=wanted, post__picture__isnull=True).select_related("post")
    return list(_hung(title, {row.post: wanted[row.ref] for row in rows}))


def _hung(title: Title, wanted: dict[Post, tuple[Place, str, ArchivedPicture]]) -> Iterator[Repaired]:
    for post, (place, ref, picture) in wanted.items():
        photograph = _read(picture.data)
        if photograph is None:
            yield Repaired(where=place, kind="post", ref=ref, reason="unreadable_picture")
            continue
        # The same name at each attempt: an import that is killed and goes on leaves no file behind.
        key = sha256(f"{title.pk}/{ref}/".encode() + picture.data).hexdigest()[:48]
        pictures.store(key, photograph)
        Picture.objects.create(
            key=key,
            title=title,
            member_id=post.author_id,
            post=post,
            described=" ".join(picture.described.replace("\x00", "").split())[:LONGEST_DESCRIPTION],
            width=photograph.width,
            height=photograph.height,
            given_at=post.written_at,
        )


def _read(data: bytes) -> Photograph | None:
    if len(data) > LARGEST_FILE:
        return None
    try:
        return kept_photograph(data) or photograph_of(data)
    except Refusal:
        return None
