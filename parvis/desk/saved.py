"""Saved views: one's own and those colleagues share, where they lead, and how much each holds."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.conversations.heat_reads import warm_count
from parvis.conversations.hosting_reads import ThreadFilters, threads_found
from parvis.desk.acts import drop_view, save_view
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.models import SavedView
from parvis.moderation.decided import DecisionFilters
from parvis.moderation.directory import MemberFilters, members_found
from parvis.moderation.queue import Filters, decisions_for, waiting_count
from parvis.publishers.rights import may_anywhere, titles_for

#: Beyond this many, a count says no more.
MOST = 1000
#: What one must hold to open each list.
CAPABILITIES = {"queue": "moderate", "decisions": "moderate", "members": "members", "threads": "read", "now": "read"}


def views_for(request: DeskRequest) -> list[SavedView]:
    """One's own views and those shared with a title one sees, of the lists one may open; one query, once in a request."""
    if "saved_views" not in request.__dict__:
        open_to_me = [place for place, capability in CAPABILITIES.items() if may_anywhere(request.seats, capability)]
        mine = Q(account=request.user) | Q(title__in=titles_for(request.user.pk, "read"))
        known = SavedView.objects.filter(mine, place__in=open_to_me).select_related("account", "title")
        # One's own first; the key of a colleague's view is theirs.
        request.__dict__["saved_views"] = sorted(
            known, key=lambda view: (view.account_id != request.user.pk, view.name.casefold())
        )
    views: list[SavedView] = request.__dict__["saved_views"]
    return views


def address_of(view: SavedView) -> str:
    """Where the view leads."""
    return reverse(f"desk:{view.place}") + (f"?{view.query}" if view.query else "")


def rows_of(request: DeskRequest, place: str = "") -> list[dict[str, object]]:
    """The views (of one list, or all) as pages show them."""
    return [
        {
            "view": view,
            "url": address_of(view),
            "mine": view.account_id == request.user.pk,
            "key": f"v {view.key}" if view.key and view.account_id == request.user.pk else "",
            "current": bool(view.query)
            and view.query == request.GET.urlencode()
            and request.path == reverse(f"desk:{view.place}"),
        }
        for view in views_for(request)
        if view.place == place or not place
    ]


@for_seats("read")
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Keeps the filters of the page one comes from."""
    asked = request.POST
    view = save_view(
        account_id=request.user.pk,
        place=asked.get("place", ""),
        name=asked.get("name", ""),
        query=_kept(asked.get("query", "")),
        key=asked.get("key", ""),
        shared_with=asked.get("shared_with", ""),
    )
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(address_of(view))


def _kept(query: str) -> str:
    """The query without where one was in the pages."""
    return urlencode(
        [(name, value) for name, value in parse_qsl(query.lstrip("?")) if name not in ("after", "before", "at", "lang")]
    )


@for_seats("read")
@require_POST
def drop(request: DeskRequest, view_id: int) -> HttpResponse:
    """Lets one's own view go."""
    view = SavedView.objects.filter(pk=view_id, account=request.user).first()
    drop_view(account_id=request.user.pk, view_id=view_id)
    messages.success(request, _("The view is gone."))
    return redirect(reverse(f"desk:{view.place}") if view else "desk:home")


@for_seats("read")
@require_safe
def counts(request: DeskRequest) -> HttpResponse:
    """How much each view of a list holds, to be put in its place; asked once the page is there."""
    place = request.GET.get("place", "")
    held = [(row["view"], count_of(row["view"], request.user.pk)) for row in rows_of(request, place)]  # type: ignore[arg-type]  # a SavedView
    return render(request, "desk/_view_counts.html", {"counts": held, "most": MOST})


def count_of(view: SavedView, account_id: int) -> int:
    """How many rows the view holds for this account, a thousand at most; at most two queries."""
    return _COUNTS[view.place](dict(parse_qsl(view.query)), account_id)


def _capped(rows: QuerySet) -> int:  # type: ignore[type-arg]  # rows of any kind
    return rows.order_by()[:MOST].count()


def _queue(asked: dict[str, str], account_id: int) -> int:
    return min(waiting_count(account_id=account_id, filters=Filters.of(asked)), MOST)


def _now(asked: dict[str, str], account_id: int) -> int:
    titles = _titles(asked, account_id, "read")
    narrowed = {"section": number(asked.get("section")), "space": number(asked.get("space"))}
    return warm_count(title_ids=titles, state=asked.get("state", ""), search=asked.get("search", ""), most=MOST, **narrowed)


def _threads(asked: dict[str, str], account_id: int) -> int:
    return _capped(threads_found(title_ids=_titles(asked, account_id, "read"), filters=ThreadFilters.of(asked)))


def _members(asked: dict[str, str], account_id: int) -> int:
    return _capped(members_found(account_id=account_id, filters=MemberFilters.of(asked)))


def _decisions(asked: dict[str, str], account_id: int) -> int:
    return _capped(DecisionFilters.of(asked).narrowed(decisions_for(account_id), account_id))


def _titles(asked: dict[str, str], account_id: int, capability: str) -> list[int]:
    titles = titles_for(account_id, capability)
    return list((titles.filter(key=asked["title"]) if asked.get("title") else titles).values_list("pk", flat=True))


_COUNTS: dict[str, Callable[[dict[str, str], int], int]] = {
    "queue": _queue,
    "now": _now,
    "threads": _threads,
    "members": _members,
    "decisions": _decisions,
}
