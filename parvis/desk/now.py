"""What is happening now: the threads of one's titles by heat, and what has changed since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.conversations.heat_measures import STATES
from parvis.conversations.heat_reads import WarmPage, warm_page
from parvis.conversations.models import Space
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.saved import rows_of
from parvis.kit.filters import AddressFilters
from parvis.publishers.models import Section, Title
from parvis.publishers.rights import titles_for


@dataclass(frozen=True, slots=True)
class NowFilters(AddressFilters):
    """What the address narrows the warm threads to."""

    NUMBERS: ClassVar[Collection[str]] = ("section", "space")
    CHOICES: ClassVar[Mapping[str, Collection[str]]] = {"state": STATES}

    title: str = ""
    section: str = ""
    space: str = ""
    state: str = ""
    search: str = ""


@for_seats("read")
@require_safe
def now(request: DeskRequest) -> HttpResponse:
    """The warm threads, the hottest first; the list alone for htmx."""
    filters = NowFilters.of(request.GET)
    page = page_of(request, filters)
    older = filters.query_with(after=page.after, at=str(int(page.at.timestamp()))) if page.after else ""
    context = {"page": page, "filters": filters, "older_url": older, "tabs": _tabs(filters)}
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_now.html", context)
    context |= frame(request, "now", title_key=filters.title) | places_of(request, filters.title)
    context |= {"views": rows_of(request, "now"), "view_place": "now"}
    return render(request, "desk/now.html", context)


def page_of(request: DeskRequest, filters: NowFilters) -> WarmPage:
    """The page asked for, of the titles one sees. Raises Refusal 422 for a bad cursor."""
    titles = titles_for(request.user.pk, "read").filter(**({"key": filters.title} if filters.title else {}))
    narrowed: dict[str, Any] = {"section": number(filters.section), "space": number(filters.space), "state": filters.state}
    at, after = number(request.GET.get("at")), request.GET.get("after", "")
    moment = datetime.fromtimestamp(min(at, 4_000_000_000), UTC) if at and after else None
    ids = list(titles.values_list("pk", flat=True))
    return warm_page(title_ids=ids, search=filters.search, after=after, at=moment, **narrowed)


def places_of(request: DeskRequest, title_key: str) -> dict[str, Any]:
    """The sections and spaces of the title one works for, when there is one; two queries."""
    title = titles_for(request.user.pk, "read").select_related("group").filter(key=title_key).first() if title_key else None
    return {"sections": _sections(title), "spaces": list(Space.objects.of(title).alive()) if title else []}


def _sections(title: Title | None) -> list[Section]:
    return list(Section.objects.filter(title=title).order_by("name")) if title else []


def _tabs(filters: NowFilters) -> list[dict[str, Any]]:
    kinds = [("", _("All")), ("waiting", _("With posts waiting")), ("signalled", _("Signalled by readers"))]
    kinds += [("open", _("Open ones")), ("closed", _("Closed ones"))]
    return [
        {"label": label, "url": filters.query_with(state=state), "count": None, "current": filters.state == state}
        for state, label in kinds
    ]
