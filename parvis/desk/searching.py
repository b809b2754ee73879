"""The desk's search: every post of one's titles, whatever its standing, by its words, author, section and dates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.conversations.searching.asked import LONGEST, Asked, asked_of
from parvis.conversations.searching.measures import Where
from parvis.conversations.searching.reads import Results, search_posts
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.frame import frame
from parvis.moderation.models import Standing
from parvis.publishers.models import Section, Title
from parvis.publishers.rights import may_anywhere, sections_for, titles_for


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address narrows the search to, as it was written; empty narrows nothing."""

    q: str = ""
    title: str = ""
    section: str = ""
    standing: str = ""
    author: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Narrowed":
        """What an address says; what is not understood is ignored."""
        given = {name: asked.get(name, "").strip() for name in cls.__slots__}
        for name in ("since", "until"):
            given[name] = given[name] if _day(given[name]) else ""
        given["section"] = given["section"] if given["section"].isdigit() and len(given["section"]) < 19 else ""
        given["standing"] = given["standing"] if given["standing"] in Standing.values else ""
        given["sort"] = "relevance" if given["sort"] == "relevance" else ""
        return cls(**given)

    @property
    def narrowing(self) -> int:
        """How many filters are on, besides the words, the title and the order."""
        return sum(bool(value) for name, value in asdict(self).items() if name not in ("q", "title", "sort"))

    def address(self, **changed: str) -> str:
        """The same search with these changed."""
        return "?" + urlencode({name: value for name, value in (asdict(self) | changed).items() if value})


@for_seats("read")
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """What was found, within the titles and sections one works for."""
    narrowed = Narrowed.of(request.GET)
    asked = _asked(narrowed)
    titles, where, sees_all = _where(request, narrowed)
    by_date = narrowed.sort != "relevance"
    page = search_posts(asked=asked, titles=titles, where=where, by_date=by_date, after=request.GET.get("after", ""))
    context = {"narrowed": narrowed, "asked": asked, "page": page, "sees_all": sees_all, "longest": LONGEST}
    return render(request, "desk/search.html", frame(request, "search") | context | _around(request, narrowed, titles, page))


def _asked(narrowed: Narrowed) -> Asked:
    asked = asked_of(narrowed.q)
    return replace(asked, author=narrowed.author[:60]) if narrowed.author else asked


def _where(request: DeskRequest, narrowed: Narrowed) -> tuple[list[Title], Where, bool]:
    """The titles looked in, the filters, and whether posts out of readers' sight are looked for too."""
    titles = list(
        titles_for(request.user.pk, "read").filter(**({"key": narrowed.title} if narrowed.title else {})).order_by("name")
    )
    own = {title.pk: _own_sections(request, title, "read") for title in titles}
    if len(titles) > 1:
        # Whoever works for one section of a title looks there when it is the only title asked for.
        titles = [title for title in titles if own[title.pk] is None]
    sections = own[titles[0].pk] if len(titles) == 1 else None
    if narrowed.section:
        sections = [one for one in (int(narrowed.section),) if sections is None or one in sections]
    sees_all = bool(titles) and all(_sees_all(request, title, sections) for title in titles)
    standing = narrowed.standing if sees_all else str(Standing.PUBLISHED)
    since, until = _day(narrowed.since), _day(narrowed.until)
    before = _midnight(until + timedelta(days=1)) if until else None
    return titles, Where((), standing, sections, None, _midnight(since) if since else None, before), sees_all


def _own_sections(request: DeskRequest, title: Title, capability: str) -> list[int] | None:
    sections = sections_for(request.seats, capability, title)
    return None if sections is None else list(sections.values_list("pk", flat=True))


def _sees_all(request: DeskRequest, title: Title, sections: Sequence[int] | None) -> bool:
    """Whether one judges or hosts wherever one looks."""
    held = [_own_sections(request, title, capability) for capability in ("moderate", "host")]
    return any(own is None or (sections is not None and set(sections) <= set(own)) for own in held)


def _around(request: DeskRequest, narrowed: Narrowed, titles: list[Title], page: Results) -> dict[str, Any]:
    orders = {"": _("Newest first"), "relevance": _("Most relevant")}
    return {
        "tabs": [
            {"label": label, "url": narrowed.address(sort=sort), "current": narrowed.sort == sort, "count": None}
            for sort, label in orders.items()
        ],
        "sections": Section.objects.filter(title=titles[0]).order_by("name") if len(titles) == 1 else [],
        "standings": Standing.choices,
        "across": len(titles) > 1,
        "is_first": "after" not in request.GET,
        "older_url": narrowed.address(after=page.next) if page.next else "",
        "newer_url": narrowed.address() if "after" in request.GET else "",
        "instead_url": narrowed.address(q=page.instead) if page.instead else "",
        "opens_files": may_anywhere(request.seats, "members"),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
