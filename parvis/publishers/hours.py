"""When a place is open in the week: hours and days in its own time zone, winter and summer time included."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal

ALWAYS = "always"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
DAY = 24 * 60
_HOURS = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|–|—|à|to)\s*(\d{1,2})\s*[h:]\s*(\d{2})?", re.I)


def normal_hours(said: str) -> str:
    """`07:00-23:00` (or `always`) for what a person wrote: `7h-23h`, `7 h 30 à 23 h`, `7:00 – 23:00`.

    An end before the start is the next day's. Raises Refusal 422 for anything else.
    """
    if said.strip().lower() in ("", ALWAYS, "toujours"):
        return ALWAYS
    found = _HOURS.fullmatch(said.strip())
    if found is None:
        raise _not_hours()
    start, end = (int(found[n]) * 60 + int(found[n + 1] or 0) for n in (1, 3))
    whole = int(found[2] or 0) < 60 and int(found[4] or 0) < 60
    if not whole or start >= DAY or end > DAY or start == end:
        raise _not_hours()
    return ALWAYS if (start, end) == (0, DAY) else f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _not_hours() -> Refusal:
    words = _("Hours are expected, for instance 7:00-23:00, or “always”. Opening and closing must differ.")
    return Refusal("bad_setting", 422, words, field="opening_hours")


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a place. `hours` as `normal_hours` gives them, `days` from Monday 0, `zone` an IANA name.

    The hours of a day that end the next morning belong to the day they start.
    """

    hours: str = ALWAYS
    days: tuple[int, ...] = EVERY_DAY
    zone: str = "Europe/Paris"

    @property
    def never_closes(self) -> bool:
        """Whether there is nothing to compute."""
        return self.hours == ALWAYS and len(set(self.days)) == len(EVERY_DAY)

    def open_at(self, moment: datetime) -> tuple[bool, datetime | None]:
        """Whether it is open at `moment` (aware), and when that changes next (UTC; None: never within ten days)."""
        if self.never_closes:
            return True, None
        for start, end in self._spans(moment.astimezone(zone_named(self.zone)).date()):
            if moment < start:
                return False, start
            if moment < end:
                return True, end
        return False, None

    def _spans(self, today: date) -> list[tuple[datetime, datetime]]:
        """The open spans (UTC) from yesterday's to those of ten days on, those that touch joined."""
        first, last = self._minutes()
        spans: list[tuple[datetime, datetime]] = []
        for day in (today + timedelta(days=n) for n in range(-1, 11)):
            if day.weekday() not in self.days:
                continue
            start, end = self._moment(day, first), self._moment(day, last)
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return spans

    def _minutes(self) -> tuple[int, int]:
        if self.hours == ALWAYS:
            return 0, DAY
        first, last = (int(part[:2]) * 60 + int(part[3:]) for part in self.hours.split("-"))
        return first, last if last > first else last + DAY

    def _moment(self, day: date, minutes: int) -> datetime:
        # The wall clock's hour, whatever it is worth that day: an hour that spring skips is the next one, an hour that
        # autumn says twice is the first.
        day, minutes = day + timedelta(days=minutes // DAY), minutes % DAY
        local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone_named(self.zone))
        return local.astimezone(UTC)


@cache
def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; Paris for one that this machine no longer knows."""
    return ZoneInfo(name if name in available_timezones() else "Europe/Paris")


def ensure_zone(name: str) -> None:
    """Raises Refusal 422 for a name that is not one of the IANA's."""
    if name not in available_timezones():
        raise Refusal("bad_setting", 422, _("This time zone does not exist: Europe/Paris, Indian/Reunion…"), field="time_zone")
