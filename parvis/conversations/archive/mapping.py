"""The mapping of a table of comments: a TOML file that says which column is what, and how dates and states are written."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct, field

from parvis.conversations.archive.dates import date_of, date_of_seconds, plausible
from parvis.conversations.archive.records import Standing, TextFormat
from parvis.kit.refusals import Refusal

NAMED, VALUED = re.compile(r"`([^`]*)`"), re.compile(r"enum value '([^']+)'")
SECONDS, MILLISECONDS, ISO = "seconds", "milliseconds", "iso"


class Columns(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Ours = the header of theirs. `address`, `at` and `text` are needed; without `ref`, a post is known by its line's words."""

    address: str
    at: str
    text: str
    ref: str = ""
    article: str = ""
    headline: str = ""
    section: str = ""
    published_at: str = ""
    author: str = ""
    name: str = ""
    mail: str = ""
    parent: str = ""
    standing: str = ""
    edited_at: str = ""
    likes: str = ""
    dislikes: str = ""
    pinned_at: str = ""
    selected_at: str = ""


class Dates(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How dates are written, tried in order, and of which time zone are those that do not say."""

    formats: list[str] = field(default_factory=lambda: [ISO])
    zone: str = "UTC"


class Mapping(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The whole file. An empty `encoding` is found out; `nothing` lists what an empty value looks like."""

    columns: Columns
    dates: Dates = field(default_factory=Dates)
    source: str = "csv"
    encoding: str = ""
    delimiter: str = ","
    quote: str = '"'
    format: TextFormat = "html"
    line_breaks: str = ""
    nothing: list[str] = field(default_factory=lambda: ["", "0", "NULL", "null", "\\N"])
    standings: dict[str, Standing] = field(default_factory=dict)
    otherwise: Literal["published", "held"] = "held"

    def date(self, said: str) -> datetime | None:
        """The date that is said, in UTC; None when no format reads it."""
        said = said.strip()
        if not said:
            return None
        for form in self.dates.formats:
            found = _date(said, form, ZoneInfo(self.dates.zone))
            if found is not None:
                return found
        return None


def mapping_of(path: Path) -> Mapping:
    """Reads a mapping. Refusal naming the line, or the setting, that is wrong."""
    try:
        text = path.read_text("utf-8-sig")
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except UnicodeDecodeError as error:
        raise _bad(_("it is not written in UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise _bad(str(error)) from error
    except msgspec.ValidationError as error:
        raise _bad(_placed(str(error), text)) from error
    _ensure_sensible(mapping, text)
    return mapping


def _ensure_sensible(mapping: Mapping, text: str) -> None:
    if len(mapping.delimiter) != 1 or mapping.delimiter in '\r\n"':
        raise _bad(_placed(_("delimiter must be one character, a semicolon or a tab for instance"), text, "delimiter"))
    if len(mapping.quote) != 1 or mapping.quote == mapping.delimiter:
        raise _bad(_placed(_("quote must be one character, and not the delimiter"), text, "quote"))
    if not mapping.source or "/" in mapping.source or len(mapping.source) > 60:
        raise _bad(_placed(_("source must be a name of 60 characters at most, without /"), text, "source"))
    try:
        b"  ".decode(mapping.encoding or "utf-8", "replace")
    except LookupError:
        raise _bad(_placed(_("the encoding %(name)s is not known") % {"name": mapping.encoding}, text, "encoding")) from None
    try:
        ZoneInfo(mapping.dates.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _bad(_placed(_("the time zone %(name)s is not known") % {"name": mapping.dates.zone}, text, "zone")) from None
    for form in mapping.dates.formats:
        if form not in (ISO, SECONDS, MILLISECONDS) and "%" not in form:
            raise _bad(_placed(_("a date format is iso, seconds, milliseconds, or a pattern of percent signs"), text, "formats"))


def _placed(said: str, text: str, key: str = "") -> str:
    """The sentence, with the line where the setting stands when it can be found."""
    wanted = {key} if key else {name.rsplit(".", 1)[-1] for name in NAMED.findall(said)}
    value = VALUED.search(said)
    for number, line in enumerate(text.splitlines(), start=1):
        name, _equals, rest = line.partition("=")
        if name.strip().strip("\"'") in wanted or (value and value[1] in rest):
            return _("line %(number)d: %(said)s") % {"number": number, "said": said}
    return said


def _bad(why: str) -> Refusal:
    return Refusal("bad_mapping", 422, _("The mapping cannot be used: %(why)s") % {"why": why})


def _date(said: str, form: str, zone: ZoneInfo) -> datetime | None:
    if form in (SECONDS, MILLISECONDS):
        try:
            return date_of_seconds(float(said) / (1000 if form == MILLISECONDS else 1))
        except (ValueError, OverflowError):
            return None
    try:
        read = datetime.fromisoformat(said) if form == ISO else datetime.strptime(said, form)
        return plausible(read.replace(tzinfo=zone) if read.tzinfo is None else read)
    except (ValueError, OverflowError):
        return date_of(said) if form == ISO and zone.key == "UTC" else None
