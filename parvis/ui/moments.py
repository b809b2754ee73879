"""How a moment is said to a person: near ones by their distance, far ones by their date."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MINUTE, HOUR = 60, 3600


def ago(moment: datetime, now: datetime) -> str:
    """`moment` as said at `now` (both aware), in the active language: "3 min ago", "yesterday at 18:04", "12 March"."""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return _("just now") if seconds > -MINUTE else in_full(moment)
    if seconds < HOUR:
        return _("%(n)d min ago") % {"n": seconds // MINUTE}
    if seconds < 12 * HOUR:
        return _("%(n)d h ago") % {"n": seconds // HOUR}
    return _by_date(timezone.localtime(moment), timezone.localtime(now))


def in_full(moment: datetime) -> str:
    """`moment` (aware) with its weekday, date and hour, in the active language and the local time zone."""
    local = timezone.localtime(moment)
    day = date_format(local, _day_format(local, with_year=True))
    return _("%(weekday)s %(day)s at %(hour)s") % {"weekday": date_format(local, "l"), "day": day, "hour": _hour(local)}


def _by_date(local: datetime, now: datetime) -> str:
    days = (now.date() - local.date()).days
    if days == 0:
        return _("today at %(hour)s") % {"hour": _hour(local)}
    if days == 1:
        return _("yesterday at %(hour)s") % {"hour": _hour(local)}
    if days < 7:
        return _("%(weekday)s at %(hour)s") % {"weekday": date_format(local, "l"), "hour": _hour(local)}
    return date_format(local, _day_format(local, with_year=local.year != now.year))


def _hour(local: datetime) -> str:
    return date_format(local, pgettext("hour of the day, in Django's date format", "G:i"))


def _day_format(local: datetime, *, with_year: bool) -> str:
    if local.day == 1:
        day = pgettext("first day of a month, in Django's date format", "j F")
    else:
        day = pgettext("other day of a month, in Django's date format", "j F")
    return f"{day} Y" if with_year else day
