"""Settings, roles and rows of the decision table, said in sentences."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.moderation.tables import Row
from parvis.publishers.hours import ALWAYS
from parvis.publishers.models import Pictures, WhoPosts

MODES: Final[dict[str, tuple[Promise, Promise]]] = {
    "pre": (_("Before publication"), _("Every post waits until somebody at the desk has read it.")),
    "post": (
        _("After publication"),
        _("What the screens let through is read at once by everyone, and by the desk afterwards."),
    ),
    "reactive": (
        _("On readers’ signals"),
        _("The desk looks at what the screens hold and at what readers signal; the rest stands."),
    ),
}

LEVELS: Final[dict[str, Promise]] = {
    "house": _("as Parvis comes"),
    "group": _("set for the group"),
    "title": _("set for the title"),
    "section": _("set for the section"),
    "space": _("set for the space"),
    "thread": _("set for this discussion"),
}

#: The settings by what they are about, in the order of the page.
SUBJECTS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (_("What the desk reads first"), ("mode", "newcomer_posts")),
    (_("Who writes"), ("who_posts", "seasoned_days", "seasoned_posts")),
    (_("How much, how fast"), ("slow_seconds", "posts_per_thread", "replies_per_thread", "posts_per_minute", "posts_per_hour")),
    (_("When it is open"), ("opening_hours", "opening_days", "time_zone", "close_after_days")),
    (_("What a post is like"), ("min_length", "max_length", "edit_minutes", "links_per_post", "pictures", "languages")),
)

SETTINGS: Final[dict[str, tuple[Promise, Promise]]] = {
    "mode": (_("When the desk reads"), _("The heart of the policy.")),
    "min_length": (_("Shortest post"), _("In characters. A post below it is sent back to its author.")),
    "max_length": (_("Longest post"), _("In characters.")),
    "edit_minutes": (_("Time to correct"), _("In minutes, after publication. 0: a post can never be changed.")),
    "newcomer_posts": (_("First posts read beforehand"), _("How many posts of a newcomer wait for the desk. 0: none.")),
    "posts_per_minute": (_("Posts in one minute"), _("For one member; beyond, they are asked to wait.")),
    "posts_per_hour": (_("Posts in one hour"), _("For one member.")),
    "links_per_post": (_("Links in a post"), _("Allowed domains do not count.")),
    "pictures": (
        _("Pictures in posts"),
        _("One a post, with words for those who do not see it."),
    ),
    "close_after_days": (_("Closing"), _("In days after the article appeared. 0: discussions stay open.")),
    "who_posts": (_("Who may write"), _("The newsroom always may, except where nobody does. Everyone reads.")),
    "seasoned_days": (_("A while, in days"), _("After so many days as a member, for “members who have been here a while”.")),
    "seasoned_posts": (_("Or in published posts"), _("One of the two is enough.")),
    "slow_seconds": (
        _("Slow mode"),
        _("In seconds, between two posts of one member in a discussion; told with the time left. 0: none."),
    ),
    "posts_per_thread": (_("Comments of one member"), _("In one discussion, replies not counted. 0: no limit.")),
    "replies_per_thread": (_("Replies of one member"), _("In one discussion. 0: no limit.")),
    "opening_hours": (
        _("Opening hours"),
        _("For instance 7:00-23:00, or “always”. Outside them one reads; the newsroom may write."),
    ),
    "opening_days": (_("Opening days"), _("None ticked: as above.")),
    "time_zone": (_("Time zone"), _("Whose hours these are, summer time included.")),
    "languages": (_("Languages"), _("A post in another language draws the desk’s eye. None ticked: as above.")),
}

ROLES: Final[dict[str, Promise]] = {
    "group_manager": _("Does everything, at every title of the group."),
    "community_manager": _("Judges, hosts discussions, and sets up the title: settings, words, keys, team."),
    "moderator": _("Judges posts and opens members’ files; changes no setting."),
    "journalist": _("Reads the desk, pins, selects and answers under the newsroom’s badge; judges nothing."),
    "mediator": _("Reads the desk and members’ files, to answer readers’ complaints."),
    "marketing": _("Reads the desk and its figures; changes nothing."),
    "guest": _("Reads the desk; changes nothing."),
    "outside": _("Judges the queue for an outside firm, in its hours; never sees who a member is."),
}

CHECKS: Final[dict[str, Promise]] = {
    "closed": _("the discussion is closed"),
    "rate": _("someone posts too fast"),
    "length": _("the text is too short or too long"),
    "banned_words": _("a banned word is found"),
    "watched_words": _("a watched word is found"),
    "banned_links": _("a link leads to a banned domain"),
    "many_links": _("there are too many links"),
    "newcomer_links": _("a newcomer links to a site outside the list"),
    "own_repeat": _("the author says again what they have just said"),
    "thread_repeat": _("the discussion already holds the same text"),
    "personal_data": _("the text gives away personal data"),
    "shouting": _("the text shouts"),
    "language": _("the text is in another language"),
    "recent_refusals": _("the author was often refused lately"),
    "newcomer": _("the author is a newcomer"),
    "premoderation": _("posts are read beforehand there"),
}

OUTCOMES: Final[dict[str, Promise]] = {
    "publish": _("publish"),
    "flag": _("publish and show it to the desk"),
    "hold": _("hold it for the desk"),
    "refuse": _("send it back"),
}


def row_sentence(row: Row) -> str:
    """A row of a decision table as one sentence."""
    sure = _now("certain") if row.at_least >= 1 else _now("at least %(percent)s%% sure") % {"percent": f"{row.at_least * 100:g}"}
    follows = [str(OUTCOMES[row.outcome])]
    if row.risk:
        follows.append(_now("risk %(risk)s") % {"risk": row.risk})
    if row.advise:
        follows.append(_now("and tell the author"))
    return _now("When %(when)s (%(sure)s): %(then)s.") % {"when": CHECKS[row.check], "sure": sure, "then": ", ".join(follows)}


def difference(older: Iterable[Row], newer: Iterable[Row]) -> dict[str, list[str]]:
    """What a version took away and brought, in sentences: {"gone": […], "new": […]}."""
    before, after = list(older), list(newer)
    return {
        "gone": [row_sentence(row) for row in before if row not in after],
        "new": [row_sentence(row) for row in after if row not in before],
    }


#: What zero means, for the settings where it is not a figure.
_ZERO: Final[dict[str, Promise]] = {
    "close_after_days": _("never"),
    "slow_seconds": _("none"),
    "posts_per_thread": _("no limit"),
    "replies_per_thread": _("no limit"),
}


def setting_in_words(name: str, value: Any) -> str:
    """The value of a setting as one would say it."""
    if value == 0 and name in _ZERO:
        return str(_ZERO[name])
    match name:
        case "mode":
            return str(MODES[value][0])
        case "who_posts":
            return str(WhoPosts(value).label)
        case "pictures":
            return str(Pictures(value).label)
        case "languages":
            return ", ".join(tongue(code) for code in value) or _now("all")
        case "opening_days":
            return _now("every day") if len(set(value)) == len(WEEKDAYS) else ", ".join(str(WEEKDAYS[day]) for day in value)
        case "opening_hours":
            return _now("always open") if value == ALWAYS else str(value).replace("-", "\u2009–\u2009")
        case "slow_seconds":
            return _now("%(n)s s between two posts") % {"n": value}
        case _name:
            return str(value)


def tongue(code: str) -> str:
    """The name of a language in the reader's own."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
