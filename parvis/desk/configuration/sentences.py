"""Settings, roles and rows of the decision table, said in sentences."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parvis.moderation.tables import Row

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
}

SETTINGS: Final[dict[str, tuple[Promise, Promise]]] = {
    "mode": (_("When the desk reads"), _("The heart of the policy.")),
    "min_length": (_("Shortest post"), _("In characters. A post below it is sent back to its author.")),
    "max_length": (_("Longest post"), _("In characters.")),
    "edit_minutes": (_("Time to correct"), _("In minutes, after publication. 0: a post can never be changed.")),
    "newcomer_posts": (_("First posts read beforehand"), _("How many posts of a newcomer wait for the desk. 0: none.")),
    "posts_per_minute": (_("Posts in one minute"), _("For one member; beyond, they are asked to wait.")),
    "posts_per_hour": (_("Posts in one hour"), _("For one member.")),
    "links_per_post": (_("Links in a post"), _("Allowed domains do not count.")),
    "close_after_days": (_("Closing"), _("In days after the article appeared. 0: discussions stay open.")),
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


def setting_in_words(name: str, value: Any) -> str:
    """The value of a setting as one would say it."""
    if name == "mode":
        return str(MODES[value][0])
    if name == "languages":
        return ", ".join(tongue(code) for code in value) or _now("all")
    if name == "close_after_days" and value == 0:
        return _now("never")
    return str(value)


def tongue(code: str) -> str:
    """The name of a language in the reader's own."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
