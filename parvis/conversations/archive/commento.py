"""Reads the export of Commento and Commento++: one JSON document with comments, then those who wrote them.

Source of the form: Commento 1.8, `api/domain_export.go` (version 1), `api/comment.go`, `api/commenter.go`; Commento++ 1.8 adds
`deleted` and `commenterName`. Older exports say `path` where newer ones say `url`.
"""

from collections.abc import Iterator
from pathlib import Path

from parvis.conversations.archive.cutting import JsonCutter
from parvis.conversations.archive.dates import date_of
from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.people import Authors, guest_ref
from parvis.conversations.archive.records import (
    ArchivedArticle,
    ArchivedMember,
    ArchivedPost,
    Found,
    Repaired,
    Standing,
    Untaken,
)
from parvis.conversations.archive.saying import Said, said_by
from parvis.conversations.archive.shelf import Shelf

COMMENTS = (
    "commentHex", "domain", "url", "path", "commenterHex", "markdown", "html", "parentHex", "score", "state", "creationDate",
    "deleted", "commenterName",
)  # fmt: skip
COMMENTERS = ("commenterHex", "email", "name", "provider", "joinDate")
STANDINGS: dict[str, Standing] = {"approved": "published", "unapproved": "held", "flagged": "held", "": "published"}
ANONYMOUS, ROOT = "anonymous", "root"


class CommentoArchive:
    """An export, gzip or not. A total of votes is all that is kept of them there."""

    def __init__(self, path: Path) -> None:
        self._stream = CleanBytes(path)
        self._articles, self._authors = Authors(), Authors()
        self._read = 0.0

    @property
    def fraction(self) -> float:
        """How much was read, between 0 and 1."""
        return min(1.0, self._stream.fraction / 2 + self._read / 2)

    def __iter__(self) -> Iterator[Found]:
        with Shelf({"comments": COMMENTS, "commenters": COMMENTERS}) as shelf:
            cutter = JsonCutter(self._stream)
            for cut in cutter.cuts():
                said, columns = said_by(cut.written), {"comments": COMMENTS, "commenters": COMMENTERS}.get(cut.within)
                if isinstance(said, str) or columns is None:
                    detail = f"{said}: {cut.written[:200].decode(errors='replace')}" if isinstance(said, str) else cut.within
                    reason = "unreadable" if columns else "unknown_kind"
                    yield cut.place, Untaken(where=cut.place, kind=cut.within[:20], ref="", reason=reason, detail=detail)
                else:
                    shelf.put(cut.within, cut.place, [said.column(name) for name in columns])
            yield from cutter.found
            shelf.settle()
            for row in shelf.rows("SELECT * FROM commenters ORDER BY rowid"):
                yield from self._commenter(*row)
            total = (shelf.one("SELECT count(*) FROM comments") or (1,))[0] or 1
            for number, row in enumerate(shelf.rows("SELECT * FROM comments ORDER BY rowid"), start=1):
                place, said = row[0], Said(dict(zip(COMMENTS, row[1:], strict=True)))
                yield from self._comment(place, said)
                self._read = number / total

    def _commenter(self, place: str, ref: str, mail: str, name: str, _provider: str, joined: str) -> Iterator[Found]:
        member = ArchivedMember(ref=f"user:{ref}", name=name or "", mail=mail or "", joined_at=date_of(joined or ""))
        # An export says someone once for each of their comments.
        if ref and ref != ANONYMOUS and self._authors.is_new(member):
            yield place, member

    def _comment(self, place: str, said: Said) -> Iterator[Found]:
        ref, at, address = said.text("commentHex"), said.date("creationDate"), _address_of(said)
        if not ref or at is None or not address:
            reason = "no_ref" if not ref else "no_date" if at is None else "no_address"
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason, detail=said.text("markdown")[:200])
            return
        article = ArchivedArticle(ref=address, address=address)
        if self._articles.is_new(article):
            yield place, article
        author, guest = _author_of(said)
        if guest and self._authors.is_new(guest):
            yield place, guest
        state = said.text("state").lower()
        if state not in STANDINGS:
            yield place, Repaired(where=place, kind="post", ref=ref, reason="unknown_standing", detail=state)
        is_gone, parent, score = said.is_true("deleted"), said.text("parentHex"), said.whole("score")
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=address,
                parent=None if parent in ("", ROOT) else parent,
                author=author,
                at=at,
                text="" if is_gone else said.text("markdown"),
                html=None if is_gone else said.text("html") or None,
                format="markup",
                standing="removed" if is_gone else STANDINGS.get(state, "held"),
                reactions={"like" if score > 0 else "dislike": abs(score)} if score else {},
            ),
        )


def _address_of(said: Said) -> str:
    domain, path = said.text("domain"), said.text("url", "path")
    if not domain:
        return path
    # A page that was not at the root of its domain is told by its path; the home page by nothing at all.
    return f"https://{domain}{path if path.startswith('/') or not path else '/' + path}"


def _author_of(said: Said) -> tuple[str | None, ArchivedMember | None]:
    ref, name = said.text("commenterHex"), said.text("commenterName")
    if ref and ref != ANONYMOUS:
        return f"user:{ref}", None
    if not name or name.casefold() == ANONYMOUS:
        return None, None
    guest = ArchivedMember(ref=guest_ref(name, ""), name=name)
    return guest.ref, guest
