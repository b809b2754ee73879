"""What a key may be allowed, one subject at a time, and the capability of a seat behind each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.kit.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Scope:
    """What a scope opens, in words, and what the seat behind the key must be allowed at that moment."""

    words: Promise
    capability: str


SCOPES: dict[str, Scope] = {
    "read:articles": Scope(_("Read the articles, sections, sites and charter"), "read"),
    "read:threads": Scope(_("Read the discussions as readers see them"), "read"),
    "read:posts": Scope(_("Read every post, held and removed included, with its former versions"), "read"),
    "read:figures": Scope(_("Read figures, and where imports are"), "read"),
    "read:cases": Scope(_("Read the queue, the decisions and the signals"), "moderate"),
    "read:members": Scope(_("Open members’ files"), "members"),
    "read:settings": Scope(_("Read settings, word lists and the decision table"), "configure"),
    "read:team": Scope(_("See who works where"), "invite"),
    "write:articles": Scope(_("Describe articles and sections"), "configure"),
    "write:posts": Scope(_("Write in readers’ names (your system says who they are)"), "configure"),
    "speak:posts": Scope(_("Write as the person who made the key, with their badge"), "read"),
    "host:threads": Scope(_("Open, close, pin and select"), "host"),
    "judge:cases": Scope(_("Judge cases, put them aside, write notes"), "moderate"),
    "watch:members": Scope(_("Have a member’s posts read before publication"), "moderate"),
    "manage:settings": Scope(_("Change settings, sites, word lists and the decision table"), "configure"),
    "manage:team": Scope(_("Invite colleagues and end their seats"), "invite"),
    "manage:keys": Scope(_("Make and retire single sign-on keys"), "configure"),
    "manage:webhooks": Scope(_("Open, change and retire webhooks"), "configure"),
}

#: Short ways to ask for several: what the first keys of this house could be given.
BUNDLES: dict[str, tuple[str, ...]] = {
    "read": tuple(name for name in SCOPES if name.startswith("read:")),
    "write": ("write:articles", "write:posts", "speak:posts", "host:threads"),
    "moderate": ("read:cases", "judge:cases", "watch:members"),
    "manage": tuple(name for name in SCOPES if name.startswith("manage:")),
}


def scopes_named(names: Iterable[str]) -> list[str]:
    """The scopes these names stand for, bundles opened, in the order of the list. Raises Refusal 422 for an unknown one."""
    asked: set[str] = set()
    for name in names:
        if name not in SCOPES and name not in BUNDLES:
            words = _now("“%(scope)s” is not a scope. Choose among: %(scopes)s.")
            raise Refusal("unknown_scope", 422, words % {"scope": name, "scopes": ", ".join(SCOPES)}, field="scopes")
        asked |= set(BUNDLES.get(name, (name,)))
    if not asked:
        raise Refusal("no_scope", 422, _now("Choose at least one thing the key may do."), field="scopes")
    return [name for name in SCOPES if name in asked]
