"""The shape of a post and of a page, as the element, the square and the API show them."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parvis.conversations.models import REACTIONS, HostNote, Post
from parvis.conversations.pictures import picture_data
from parvis.moderation.models import Standing

#: What a page says of a note of the newsroom; measures.py builds the same.
NOTE_COLUMNS = ("id", "kind", "name", "badge", "html", "at")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a thread. `posts` in reading order; `after` is the cursor of the next page (sort value, id) or None.

    `first` is the post that opens a thread of its own, which is not among `posts`; None under an article.
    """

    posts: list[dict[str, Any]]
    pinned: list[dict[str, Any]]
    after: tuple[Any, int] | None
    first: dict[str, Any] | None = None


def post_data(row: dict[str, Any], *, own: bool = False) -> dict[str, Any]:
    """A post as plain values. A post out of sight keeps its place but not its words, unless it is one's `own`."""
    gone = "" if own or row["standing"] == Standing.PUBLISHED else _gone(row["standing"])
    return {
        "id": row["id"],
        "parent": row["parent_id"],
        "root": row["root_id"] or row["id"],
        "depth": row["depth"],
        "author": None if gone else {"id": row["author_id"], "name": row["pseudonym"], "badges": _plain(row["badges"])},
        "at": moment(row["written_at"]),
        "edited": moment(row["edited_at"]) if row["edited_at"] and not gone else None,
        "html": "" if gone else row["html"],
        "language": "" if gone else row["language"],
        "reactions": {} if gone else reactions_data(_plain(row["reactions"])),
        "replies": row["replies"],
        "more": None,
        "picture": None if gone else picture_data(_plain(row["picture"]), own=own and row["standing"] != Standing.PUBLISHED),
        "note": None if gone else note_data(_plain(row["note"])),
        "pinned": row["pinned"],
        "selected": row["selected"],
        "standing": row["standing"] if own or not gone else "gone",
        "gone": gone or None,
    }


def note_data(note: HostNote | dict[str, Any] | None) -> dict[str, Any] | None:
    """A note of the newsroom as plain values, from its row or from the JSON of a page's statement; None for none."""
    if note is None:
        return None
    row = note if isinstance(note, dict) else {name: getattr(note, name) for name in NOTE_COLUMNS}
    at = datetime.fromisoformat(row["at"]) if isinstance(row["at"], str) else row["at"]
    author = {"name": row["name"], "badges": [row["badge"]] if row["badge"] else []}
    return {"id": row["id"], "kind": row["kind"], "author": author, "html": row["html"], "at": moment(at)}


def _gone(standing: str) -> str:
    return "withdrawn" if standing == Standing.WITHDRAWN else "removed"


def _plain(value: Any) -> Any:
    # A raw cursor gives jsonb as text.
    return json.loads(value) if isinstance(value, str) else value


def reactions_data(counts: dict[str, int]) -> dict[str, int]:
    """Every kind of reaction with its count, zero included."""
    return {kind: counts.get(kind, 0) for kind in REACTIONS}


def moment(at: datetime) -> str:
    """ISO 8601, UTC, with Z, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def own_row(post: Post) -> dict[str, Any]:
    """A post just written, as a row of a page; `post.author` should be at hand."""
    names = ("id", "parent_id", "root_id", "depth", "standing", "html", "language", "reactions", "reacted", "replies")
    row = {name: getattr(post, name) for name in (*names, "written_at", "edited_at", "badges", "author_id")}
    return row | {"pseudonym": post.author.pseudonym, "pinned": False, "selected": False, "note": None, "picture": post.hung}


def in_reading_order(replies: list[dict[str, Any]], root_id: int) -> list[dict[str, Any]]:
    """Replies (oldest first) as a tree read from top to bottom; one whose parent is not shown follows the others."""
    shown = {reply["id"] for reply in replies} | {root_id}
    children: dict[int, list[dict[str, Any]]] = {}
    for reply in replies:
        children.setdefault(reply["parent"] if reply["parent"] in shown else root_id, []).append(reply)
    ordered: list[dict[str, Any]] = []
    waiting = list(reversed(children.get(root_id, [])))
    while waiting:
        reply = waiting.pop()
        ordered.append(reply)
        waiting.extend(reversed(children.get(reply["id"], [])))
    return ordered
