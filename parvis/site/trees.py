"""A page's posts, given flat in reading order, as the tree that nested lists show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(slots=True)
class Leaf:
    """A post with the replies shown under it. `more` is the cursor of the replies not shown, on a root."""

    post: dict[str, Any]
    at: datetime
    replies: list["Leaf"] = field(default_factory=list)
    more: str | None = None
    left: int = 0

    @property
    def reactions(self) -> list[str]:
        """The reactions it has received, in words."""
        return [reaction_said(kind, count) for kind, count in self.post["reactions"].items() if count]

    @property
    def gone(self) -> str:
        """Why the words are no longer there; empty when they are."""
        said = {"withdrawn": _("Comment withdrawn by its author"), "removed": _("Comment removed by the moderators")}
        return said[self.post["gone"]] if self.post["gone"] else ""


def nested(posts: list[dict[str, Any]]) -> list[Leaf]:
    """The roots in their order, replies under what they answer; one whose parent is not here stands under its root."""
    leaves = {post["id"]: Leaf(post, datetime.fromisoformat(post["at"]), more=post["more"]) for post in posts}
    roots = []
    for leaf in leaves.values():
        above = leaves.get(leaf.post["parent"] or 0) or leaves.get(leaf.post["root"])
        if above is None or above is leaf:
            roots.append(leaf)
        else:
            above.replies.append(leaf)
    for root in roots:
        root.left = max(root.post["replies"] - sum(1 for post in posts if post["root"] == root.post["id"] != post["id"]), 1)
    return roots


def reaction_said(kind: str, count: int) -> str:
    """`3 find this useful`."""
    said = {
        "agree": ngettext("%(count)s agrees", "%(count)s agree", count),
        "useful": ngettext("%(count)s finds it useful", "%(count)s find it useful", count),
        "moving": ngettext("%(count)s is moved", "%(count)s are moved", count),
    }
    return said[kind] % {"count": count}
