"""Everything one can do at the desk by name or by key: the menu, the palette and the help all read this page."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.desk.asking import DeskRequest
from parvis.desk.places import PLACES
from parvis.publishers.rights import may_anywhere


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: its key, its words, the right it asks, the page it stands on (`everywhere` leads there)."""

    key: str
    label: str | Promise
    capability: str = "read"
    scope: str = "everywhere"
    url: str = ""
    icon: str = "right"


#: The pages whose keys are their own, as one says them.
SCOPES: dict[str, str | Promise] = {
    "everywhere": _("Everywhere"),
    "queue": _("In the queue"),
    "now": _("Now"),
    "thread": _("In a discussion"),
    "lists": _("In lists"),
    "members": _("In a member’s file"),
}

#: What is done on a page: its button carries the key there, and a test holds both together.
ACTIONS = [
    Command("j", _("Next post"), "moderate", "queue"),
    Command("k", _("Previous post"), "moderate", "queue"),
    Command("a", _("Approve"), "moderate", "queue", icon="check"),
    Command("r", _("Refuse under a rule"), "moderate", "queue", icon="refuse"),
    Command("h", _("Hide"), "moderate", "queue", icon="hide"),
    Command("s", _("Put aside for later"), "moderate", "queue", icon="clock"),
    Command("n", _("Write a note"), "moderate", "queue", icon="note"),
    Command("u", _("Undo"), "moderate", "queue", icon="undo"),
    Command("c", _("Tick this post"), "moderate", "queue", icon="check"),
    Command("o", _("Open in the discussion"), "moderate", "queue", icon="talk"),
    Command("p", _("Open the author’s file"), "moderate", "queue", icon="person"),
    Command("x", _("Blur insults"), "moderate", "queue", icon="eye"),
    Command("f", _("Filter"), "moderate", "queue", icon="filter"),
    Command("j", _("Open the hottest discussion"), "read", "now"),
    Command(".", _("Show what has changed"), "read", "now"),
    Command("j", _("Next post"), "read", "thread"),
    Command("k", _("Previous post"), "read", "thread"),
    Command("p", _("Pin the post"), "host", "thread", icon="pin"),
    Command("s", _("Select the post"), "host", "thread", icon="star"),
    Command("c", _("Tick this post and what answers it"), "host", "thread", icon="check"),
    Command("m", _("Split or move what is ticked"), "host", "thread", icon="right"),
    Command("f", _("Merge with another discussion"), "host", "thread", icon="right"),
    Command("l", _("Close or open the discussion"), "host", "thread", icon="lock"),
    Command("i", _("Invite a journalist to answer"), "host", "thread", icon="person"),
    Command("u", _("Undo the last arrangement"), "host", "thread", icon="undo"),
    Command(".", _("Show what has changed"), "read", "thread"),
    Command("/", _("Search this list"), "read", "lists", icon="search"),
    Command("u", _("Undo"), "read", "lists", icon="undo"),
    Command("n", _("Write a note"), "members", "members", icon="note"),
]

#: What opens everywhere besides the places of the menu.
ALWAYS = [
    Command("?", _("Keys of this page"), icon="keyboard"),
    Command("Ctrl K", _("Go to, or do, anything"), url="go", icon="search"),
]


def commands_for(request: DeskRequest) -> list[Command]:
    """The commands that one's seats allow: the places of the menu, then what is done on pages."""
    places = [Command(key, label, capability, "everywhere", name, icon) for name, label, icon, key, capability in PLACES]
    allowed = [one for one in [*places, *ALWAYS, *ACTIONS] if may_anywhere(request.seats, one.capability)]
    return [one for one in allowed if not one.url or address_of(one)]


def address_of(command: Command) -> str:
    """Where a command leads; empty for one that is done on its page, or whose page is not there."""
    try:
        return reverse(f"desk:{command.url}") if command.url else ""
    except NoReverseMatch:
        return ""


def keymap_of(request: DeskRequest) -> list[dict[str, Any]]:
    """The keys by page, for the help; commands without a key are left out."""
    known = [one for one in commands_for(request) if one.key]
    return [
        {"scope": scope, "label": label, "commands": [one for one in known if one.scope == scope]}
        for scope, label in SCOPES.items()
        if any(one.scope == scope for one in known)
    ]
