"""The kinds of things members are told, in what order, and how by default.

By default letters go only for what concerns one's own words (an answer, a decision), and only where there is an address;
all else is shown in the page and mailed to those who ask for it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.members.telling.models import Way


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice: what a member reads of it beside their choice, the default, and the ways there are."""

    key: str
    label: str | Promise
    default: str
    ways: tuple[str, ...] = tuple(Way.values)


#: A decision is always told in the page: its author is owed the reasons (règlement (UE) 2022/2065, art. 17).
KINDS = {
    kind.key: kind
    for kind in (
        Kind("decision", _("What the newsroom decides about my posts"), Way.ONCE, (Way.PAGE, Way.ONCE)),
        Kind("reply", _("A reply to one of my posts"), Way.ONCE),
        Kind("mention", _("Someone names me (@)"), Way.PAGE),
        Kind("selected", _("The newsroom chooses one of my posts"), Way.PAGE),
        Kind("thread", _("A new post in a discussion I follow"), Way.PAGE),
        Kind("author", _("A new post by someone I follow"), Way.PAGE),
        Kind("section", _("A new article or discussion in a section I follow"), Way.PAGE),
    )
}
DEFAULTS = {kind.key: str(kind.default) for kind in KINDS.values()}
