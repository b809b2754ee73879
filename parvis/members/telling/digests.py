"""When digests are due: once a day, or once a week, at the group's own hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from parvis.members.telling.models import Way

#: The hour at which digests leave, on the group's own clocks; weekly ones on Mondays.
HOUR = 7
MONDAY = 0


def digest_day(now: datetime, zone: ZoneInfo, cadence: str) -> date:
    """The day of the last digest that should have left by `now` (aware), on the calendar of `zone`.

    It changes once a day (once a week), whatever the clocks do in between: where the hour is skipped in spring, the first
    moment after it counts; where it comes twice in autumn, the first does.
    """
    local = now.astimezone(zone)
    day = local.date() if local.time() >= time(HOUR) else local.date() - timedelta(days=1)
    return day - timedelta(days=(day.weekday() - MONDAY) % 7) if cadence == Way.WEEKLY else day
