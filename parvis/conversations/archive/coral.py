"""Reads Coral's MongoDB collections, as `mongoexport` or Compass writes them: one file a collection, in a folder or a zip.

Source of the form: Coral 6 to 9, `server/src/core/server/models`: site, story, user, comment (with revisions and tags),
commentAction; MongoDB Extended JSON v2. Archived comments and actions are in collections of the same form.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from parvis.conversations.archive.bundles import Piece, pieces_of
from parvis.conversations.archive.documents import Documents, Told
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    ArchivedReaction,
    ArchivedRevision,
    Found,
    Place,
    Repaired,
    Standing,
    Untaken,
)
from parvis.conversations.archive.saying import Said
from parvis.conversations.archive.shelf import Shelf
from parvis.kit import clock

STANDINGS: dict[str, Standing] = {
    "NONE": "published", "APPROVED": "published", "REJECTED": "refused", "PREMOD": "held", "SYSTEM_WITHHELD": "held",
}  # fmt: skip
COLLECTIONS = {
    "stories": ("stories",),
    "users": ("users",),
    "actions": ("commentActions", "archivedCommentActions"),
    "comments": ("comments", "archivedComments"),
}
# More reactions than this to one comment are counted, and not told one by one.
MOST_REACTIONS = 5_000


class CoralArchive:
    """The collections of one tenant. Flags are not taken: what waited for a moderator waits here by its status."""

    def __init__(self, path: Path) -> None:
        self._pieces = pieces_of(path)
        self._badges: dict[str, list[str]] = {}
        self._size = max(1, sum(piece.size for piece in self._pieces))
        self._read = 0.0

    @property
    def fraction(self) -> float:
        """How much of the files was read, between 0 and 1."""
        return min(1.0, self._read)

    def __iter__(self) -> Iterator[Found]:
        with Shelf({"action": ("comment", "member", "at")}) as shelf:
            for place, said in self._documents("stories"):
                yield from _or_told(place, said, _story)
            for place, said in self._documents("users"):
                yield from _or_told(place, said, self._user)
            yield from self._shelve_actions(shelf)
            for place, said in self._documents("comments"):
                yield from _or_told(place, said, lambda one, at: self._comment(one, at, shelf))
            yield from self._found

    @property
    def _found(self) -> Iterator[Found]:
        has = {name for name, stems in COLLECTIONS.items() if any(piece.stem in stems for piece in self._pieces)}
        for name in COLLECTIONS.keys() - has - {"actions"}:
            place = f"{name}.json"
            yield place, Untaken(where=place, kind="file", ref="", reason="damaged_file", detail="the collection is not there")

    def _documents(self, name: str) -> Iterator[Told]:
        for piece in self._pieces:
            if piece.stem in COLLECTIONS[name]:
                yield from self._of_piece(piece)

    def _of_piece(self, piece: Piece) -> Iterator[Told]:
        before = self._read
        documents = Documents(piece)
        for one in documents:
            self._read = before + documents.fraction * piece.size / self._size
            yield one
        self._read = before + piece.size / self._size

    def _shelve_actions(self, shelf: Shelf) -> Iterator[Found]:
        for place, said in self._documents("actions"):
            if not isinstance(said, Said):
                yield place, said
            elif said.text("actionType") == "REACTION" and said.text("userID") and (at := said.date("createdAt")):
                shelf.put("action", place, (said.text("commentID"), said.text("userID"), at.isoformat()))
        shelf.settle("action (comment)")

    def _user(self, said: Said, place: Place) -> Iterator[Found]:
        ref, name = said.text("id"), said.text("username")
        if not ref or said.date("deletedAt"):
            return
        if badges := said.texts("badges")[:10]:
            self._badges[ref] = badges
        yield place, ArchivedMember(
            ref=f"user:{ref}", name=name or said.child("profile").text("displayName"), mail=said.text("email"),
            joined_at=said.date("createdAt"),
        )  # fmt: skip
        if kept_out := _kept_out(said.child("status")):
            detail = f"{name}, {kept_out}"
            yield place, Repaired(where=place, kind="member", ref=f"user:{ref}", reason="banned", detail=detail)

    def _comment(self, said: Said, place: Place, shelf: Shelf) -> Iterator[Found]:
        ref, at, article = said.text("id"), said.date("createdAt"), said.text("storyID")
        if not ref or at is None or not article:
            reason = "no_ref" if not ref else "no_date" if at is None else "unknown_article"
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason)
            return
        status, author = said.text("status"), said.text("authorID")
        is_gone = said.date("deletedAt") is not None
        if status not in STANDINGS and not is_gone:
            yield place, Repaired(where=place, kind="post", ref=ref, reason="unknown_standing", detail=status)
        revisions = said.children("revisions")
        now = revisions[-1] if revisions else Said({})
        reacted = _reacted(shelf, ref)
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=article,
                parent=said.text("parentID") or None,
                author=f"user:{author}" if author and not is_gone else None,
                at=at,
                text=_words(now),
                standing="withdrawn" if is_gone else STANDINGS.get(status, "held"),
                edited_at=now.date("createdAt") if len(revisions) > 1 else None,
                revisions=_earlier(revisions, at),
                reactions={} if reacted else _counts(said),
                reacted=reacted,
                selected_at=_tagged(said, "FEATURED"),
                badges=self._badges.get(author, []),
            ),
        )


def _story(said: Said, place: Place) -> Iterator[Found]:
    ref, address, about = said.text("id"), said.text("url"), said.child("metadata")
    if not ref or not address:
        reason = "no_address" if ref else "no_ref"
        yield place, Untaken(where=place, kind="article", ref=ref, reason=reason, detail=about.text("title")[:200])
        return
    closed_at = said.date("closedAt")
    yield (
        place,
        ArchivedArticle(
            ref=ref,
            address=address,
            headline=about.text("title"),
            published_at=about.date("publishedAt"),
            section=about.text("section"),
            closed=closed_at is not None and closed_at <= clock.now(),
        ),
    )


def _kept_out(status: Said) -> str:
    """Why this member may not write there, empty when they may."""
    if status.child("ban").is_true("active"):
        return "banned"
    ends = (one.child("from").date("finish") for one in status.child("suspension").children("history"))
    latest = max((end for end in ends if end), default=None)
    return f"until {latest.isoformat()}" if latest and latest > clock.now() else ""


def _words(revision: Said) -> str:
    """The words, with the picture or video attached as a link."""
    media = revision.child("media")
    address = media.text("url") or media.text("original")
    link = f'<p><a href="{escape(address)}">{escape(media.text("title") or address)}</a></p>' if address else ""
    return revision.text("body") + link


def _earlier(revisions: list[Said], at: datetime) -> list[ArchivedRevision]:
    return [ArchivedRevision(at=one.date("createdAt") or at, text=_words(one)) for one in revisions[:-1]]


def _reacted(shelf: Shelf, ref: str) -> list[ArchivedReaction]:
    asked = "SELECT member, min(at) FROM action WHERE comment = ? GROUP BY member ORDER BY 2, 1 LIMIT ?"
    rows = list(shelf.rows(asked, (ref, MOST_REACTIONS + 1)))
    if len(rows) > MOST_REACTIONS:
        return []
    return [ArchivedReaction(member=f"user:{who}", kind="agree", at=datetime.fromisoformat(at)) for who, at in rows]


def _counts(said: Said) -> dict[str, int]:
    counts = said.child("actionCounts")
    named = (("like", "REACTION"), ("dislike", "DONT_AGREE"))
    return {kind: counts.whole(name) for kind, name in named if counts.whole(name) > 0}


def _tagged(said: Said, kind: str) -> datetime | None:
    return next((tag.date("createdAt") for tag in said.children("tags") if tag.text("type") == kind), None)


def _or_told(place: Place, said: Said | Untaken | Repaired, read: Callable[[Said, Place], Iterator[Found]]) -> Iterator[Found]:
    if isinstance(said, Said):
        yield from read(said, place)
    else:
        yield place, said
