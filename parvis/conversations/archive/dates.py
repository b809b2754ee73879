"""Dates as other systems write them, always given back in UTC."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Discussions on the web are younger than this; an older date is a broken clock or a zero.
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
NEWEST = datetime(9000, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=1)


def date_of(words: str) -> datetime | None:
    """A date from ISO 8601, `YYYY-MM-DD HH:MM:SS` (taken as UTC) or a mail header; None when it is none of them."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return plausible(read(words.strip()))
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def date_of_seconds(seconds: object) -> datetime | None:
    """A date from seconds since 1970, whole or not; None when it is no number or makes no sense."""
    try:
        return plausible(datetime.fromtimestamp(float(seconds), UTC))  # type: ignore[arg-type]  # anything else raises TypeError
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def plausible(moment: datetime) -> datetime | None:
    """The same moment in UTC, None when it is older than the discussions of the web."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return aware.astimezone(UTC) if OLDEST <= aware <= NEWEST else None
