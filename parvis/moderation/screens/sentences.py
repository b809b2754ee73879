"""Evidence in words: one sentence for the desk, one for the author."""

from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

from parvis.language.words import ACCENTED
from parvis.moderation.screens.evidence import Evidence


def explain(evidence: Evidence, language: str) -> str:
    """One clear sentence for a moderator, in `language` (fr or en): what was seen, and how much."""
    with override(language):
        return _filled(FOR_THE_DESK, evidence)


def advise(evidence: Evidence) -> str:
    """One sentence for the author, in the language in force: what to mend, or what will happen."""
    return _filled(FOR_THE_AUTHOR, evidence)


FOR_THE_DESK: Final[dict[str, Promise]] = {
    "closed": _("The discussion is closed."),
    "rate_minute": _("Posting fast: %(posts)s posts in one minute, the limit is %(limit)s."),
    "rate_hour": _("Posting fast: %(posts)s posts in one hour, the limit is %(limit)s."),
    "too_short": _("Too short: %(length)s for a minimum of %(least)s characters."),
    "too_long": _("Too long: %(length)s for a maximum of %(most)s characters."),
    "banned_words": _("Banned words: “%(written)s”."),
    "banned_words_disguised": _("Banned words in disguise: “%(written)s” for “%(listed)s”."),
    "watched_words": _("Watched words: “%(written)s”."),
    "watched_words_disguised": _("Watched words in disguise: “%(written)s” for “%(listed)s”."),
    "banned_links": _("Link to a banned site: %(hosts)s."),
    "many_links": _("Many links: %(links)s for a maximum of %(limit)s."),
    "newcomer_links": _("A newcomer’s link to a site outside the list: %(hosts)s."),
    "own_repeat": _("The author has just said the same thing (%(percent)s%% alike)."),
    "thread_repeat": _("Same words as a recent post of the discussion (%(percent)s%% alike)."),
    "personal_data": _("Personal data: %(kinds)s."),
    "shouting": _("Shouting: %(percent)s%% of long words in capitals, runs of “!” or “?”: %(runs)s."),
    "language": _("Written in another language: %(language)s (expected: %(expected)s)."),
    "recent_refusals": _("Recent refusals: %(refused)s for %(decided)s decisions on this author."),
    "newcomer": _("Newcomer: %(published)s published out of the first %(needed)s posts, which are read beforehand."),
    "premoderation_place": _("Here, posts are read before they are published."),
    "premoderation_picture": _("Here, pictures are seen before they are published."),
    "premoderation_member": _("This member’s posts are read before they are published."),
    "premoderation_why": _("This member’s posts are read beforehand, by %(by)s since %(since)s: %(reason)s"),
    "premoderation_until": _("This member’s posts are read beforehand until %(until)s, by %(by)s since %(since)s: %(reason)s"),
}

FOR_THE_AUTHOR: Final[dict[str, Promise]] = {
    "closed": _("This discussion is closed: it takes no more posts."),
    "rate_minute": _("You are posting fast: please wait a minute, and let others read you."),
    "rate_hour": _("You have posted a lot this hour: please come back a little later."),
    "too_short": _("Your text is too short: at least %(least)s characters are needed."),
    "too_long": _("Your text is too long: %(length)s characters, the limit is %(most)s."),
    "banned_words": _("These words are not accepted here: “%(written)s”. Please put it another way."),
    "banned_words_disguised": _("These words look like insults: “%(written)s”. Please put it another way."),
    "watched_words": _("These words may hurt: “%(written)s”. Can you put it another way?"),
    "watched_words_disguised": _("These words may hurt: “%(written)s”. Can you put it another way?"),
    "banned_links": _("Links to %(hosts)s are not accepted here: please remove them."),
    "many_links": _("Please keep your most useful links: the limit is %(limit)s per post."),
    "newcomer_links": _("Your link to %(hosts)s will be looked at before your post is published."),
    "own_repeat": _("You have just posted almost the same text: no need to say it twice."),
    "thread_repeat": _("This discussion already holds almost the same text: add what is yours."),
    "personal_data": _("Your text gives away personal data (%(kinds)s): everyone could read it. Please remove it."),
    "shouting": _("Capitals and runs of signs read as shouting: you will be better heard without them."),
    "language": _("Your text seems to be in another language (%(language)s). Expected here: %(expected)s."),
    "recent_refusals": _("Several of your recent posts were refused: this one will be read before it is published."),
    "newcomer": _("Welcome! Your first posts are read before they are published."),
    "premoderation_place": _("Here, posts are read before they are published."),
    "premoderation_picture": _("Here, pictures are seen before they are published."),
    "premoderation_member": _("Your posts are read before they are published."),
    "premoderation_why": _("Your posts are read before they are published."),
    "premoderation_until": _("Your posts are read before they are published, until %(until)s."),
}

_KINDS: Final[dict[str, Promise]] = {
    "phone": _("phone number"),
    "mail": _("mail address"),
    "iban": _("bank account"),
    "card": _("bank card"),
    "nir": _("social security number"),
}


def _filled(sentences: dict[str, Promise], evidence: Evidence) -> str:
    return str(sentences[_wording(evidence)]) % _Values(_readable(evidence.detail))


def _wording(evidence: Evidence) -> str:
    """Which sentence of a check tells this evidence."""
    detail = evidence.detail
    match evidence.check:
        case "length":
            return "too_short" if "least" in detail else "too_long"
        case "rate":
            return "rate_minute" if detail.get("window") == "minute" else "rate_hour"
        case "banned_words" | "watched_words" if evidence.certainty < ACCENTED:
            return f"{evidence.check}_disguised"
        case "premoderation":
            return _premoderation(detail)
        case check:
            return check


def _premoderation(detail: dict[str, str | int | float]) -> str:
    if detail.get("why") != "member":
        return "premoderation_picture" if detail.get("why") == "picture" else "premoderation_place"
    return "premoderation_until" if "until" in detail else "premoderation_why" if "reason" in detail else "premoderation_member"


class _Values(dict[str, Any]):
    """Figures for a sentence; evidence kept long ago may lack one that is told today."""

    def __missing__(self, name: str) -> str:
        return "…"


def _readable(detail: dict[str, str | int | float]) -> dict[str, Any]:
    values = dict(detail)
    for name, told in (("kinds", _kind), ("language", _tongue), ("expected", _tongue)):
        if name in values:
            values[name] = ", ".join(told(code) for code in str(values[name]).split(","))
    for name in ("since", "until"):
        if name in values:
            values[name] = _day(str(values[name]))
    return values


def _day(written: str) -> str:
    try:
        return date_format(date.fromisoformat(written), "j F")
    except ValueError:
        return written


def _kind(kind: str) -> str:
    return str(_KINDS.get(kind, kind))


def _tongue(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
