"""Reads the native backup of Remark42: a line about users and pages, then one comment a line.

Source of the form: Remark42 1.x, `backend/app/migrator/native.go` (version 1), `backend/app/store/comment.go`,
and the user and post details of `backend/app/store/service`.
"""

import html
from collections.abc import Iterator
from pathlib import Path

from parvis.conversations.archive.opening import CleanBytes
from parvis.conversations.archive.people import Authors
from parvis.conversations.archive.records import ArchivedArticle, ArchivedMember, ArchivedPost, Found, Place, Repaired, Untaken
from parvis.conversations.archive.saying import Said, said_by

# What a comment becomes when its author asked for all their data to go.
ERASED = ("deleted", "")


class Remark42Archive:
    """A backup, gzip or not. Who voted is not kept, their dates being unknown; remote addresses are not read."""

    def __init__(self, path: Path) -> None:
        self._stream = CleanBytes(path)
        self._authors, self._articles = Authors(), Authors()
        self._mails: dict[str, str] = {}
        self._verified: set[str] = set()
        self._closed: set[str] = set()

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return self._stream.fraction

    def __iter__(self) -> Iterator[Found]:
        for number, line in enumerate(self._stream.lines(), start=1):
            if not line or line.isspace():
                continue
            place, said = f"line {number}", said_by(line)
            if isinstance(said, str):
                detail = f"{said}: {line[:200].decode(errors='replace')}"
                yield place, Untaken(where=place, kind="line", ref="", reason="unreadable", detail=detail)
            elif "locator" in said:
                yield from self._comment(said, place)
            elif "users" in said or "posts" in said:
                yield from self._details(said, place)
            else:
                yield place, Untaken(where=place, kind="line", ref=said.text("id"), reason="unknown_kind")
        yield from self._stream.found

    def _details(self, said: Said, place: Place) -> Iterator[Found]:
        for user in said.children("users"):
            ref, details = user.text("id"), user.child("details")
            if mail := details.text("email") or user.text("email"):
                self._mails[ref] = mail
            if user.is_true("verified"):
                self._verified.add(ref)
            blocked = user.child("blocked")
            if blocked.is_true("status"):
                until = blocked.text("until")
                yield place, Repaired(where=place, kind="member", ref=f"user:{ref}", reason="banned", detail=f"until {until}")
        self._closed.update(page.text("url") for page in said.children("posts") if page.is_true("read_only"))

    def _comment(self, said: Said, place: Place) -> Iterator[Found]:
        ref, at, address = said.text("id"), said.date("time"), said.child("locator").text("url")
        if not ref or at is None or not address:
            reason = "no_ref" if not ref else "no_date" if at is None else "no_address"
            yield place, Untaken(where=place, kind="post", ref=ref, reason=reason, detail=said.text("text")[:200])
            return
        article = ArchivedArticle(
            ref=address, address=address, headline=html.unescape(said.text("title")), closed=address in self._closed
        )
        if self._articles.is_new(article):
            yield place, article
        author = self._author_of(said.child("user"))
        if author and self._authors.is_new(author):
            yield place, author
        typed, shown, is_gone = said.text("orig"), said.text("text"), said.is_true("delete")
        yield (
            place,
            ArchivedPost(
                ref=ref,
                article=address,
                parent=said.text("pid") or None,
                author=author.ref if author else None,
                at=at,
                text=typed or shown,
                html=shown if typed and shown else None,
                format="markup" if typed else "html",
                standing="removed" if is_gone else "published",
                edited_at=said.child("edit").date("time"),
                reactions=_votes(said),
                pinned_at=at if said.is_true("pin") and not is_gone else None,
                badges=["verified"] if author and said.child("user").text("id") in self._verified else [],
            ),
        )

    def _author_of(self, user: Said) -> ArchivedMember | None:
        ref = user.text("id")
        if ref in ERASED:
            return None
        name = html.unescape(user.text("name"))
        return ArchivedMember(ref=f"user:{ref}", name=name or ref, mail=self._mails.get(ref, ""))


def _votes(said: Said) -> dict[str, int]:
    votes = [bool(value) for _user, value in said.child("votes").items()]
    score = said.whole("score")
    ups, downs = (sum(votes), len(votes) - sum(votes)) if votes else (max(0, score), max(0, -score))
    return {kind: count for kind, count in (("like", ups), ("dislike", downs)) if count}
