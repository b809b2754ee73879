"""The bench: the list of the queue beside the case one has opened, as a whole page or in pieces for htmx."""

import hashlib
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from parvis.desk.asking import DeskRequest, number
from parvis.desk.frame import frame, waiting
from parvis.desk.saved import rows_of as rows_of_views
from parvis.desk.showing import Shown, moments_later, reasons_of, rows_of, shown
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import claim_case, claim_next, release_others
from parvis.moderation.canned import reasons_in_force
from parvis.moderation.models import Case, Decision
from parvis.moderation.models.cases import CaseCause
from parvis.moderation.queue import Filters, cases_page, day_of
from parvis.moderation.rights import case_for
from parvis.publishers.models import Section
from parvis.publishers.rights import may_anywhere, titles_for

PASSED = "passed"
MOST_PASSED = 300


def opened(request: DeskRequest, case_id: int) -> Shown:
    """The case, taken by the person who opens it unless it is closed or a colleague has it. Raises Refusal 404."""
    case_for(request.user.pk, case_id)
    try:
        claim_case(case_id=case_id, account_id=request.user.pk)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
    _pass_over(request, release_others(account_id=request.user.pk, keep=case_id), case_id)
    return shown(
        case_for(request.user.pk, case_id), account_id=request.user.pk, sees_members=may_anywhere(request.seats, "members")
    )


def _pass_over(request: DeskRequest, left: list[int], kept: int) -> None:
    """Whoever leaves a case without judging it is not given it again at once."""
    before = request.session.get(PASSED, [])
    after = [pk for pk in [*before, *left] if pk != kept][-MOST_PASSED:]
    if after != before:
        request.session[PASSED] = after


def taken(request: DeskRequest, filters: Filters) -> Case | None:
    """The next case within the filters, taken; those passed over come back when nothing else is left."""
    mine: dict[str, Any] = {"account_id": request.user.pk, "narrowed": partial(filters.narrowed, account_id=request.user.pk)}
    passed = request.session.get(PASSED, [])
    case = claim_next(**mine, without=passed)
    if case is None and passed:
        request.session[PASSED] = []
        case = claim_next(**mine)
    return case


def list_context(request: DeskRequest, filters: Filters, current: int | None) -> dict[str, Any]:
    """The list of the queue with what stands beside the current case in it; three queries."""
    page = cases_page(account_id=request.user.pk, filters=filters, after=number(request.GET.get("after")))
    rows = rows_of(page.cases)
    ids = [row.case.pk for row in rows]
    place = ids.index(current) if current in ids else None
    total = waiting(request, filters)
    context = {"rows": rows, "filters": filters, "older": page.after, "total": total, "current": current, "place": place}
    return context | {"previous": _beside(ids, place, -1), "following": _beside(ids, place, 1)}


def _beside(ids: list[int], place: int | None, step: int) -> int | None:
    if place is None:
        return ids[0] if ids and step > 0 else None
    return ids[place + step] if 0 <= place + step < len(ids) else None


def page(request: DeskRequest, filters: Filters, case: Shown | None) -> HttpResponse:
    """The whole page of the queue."""
    current = case.case.pk if case else None
    context = {**frame(request, "queue", title_key=filters.title), **list_context(request, filters, current)}
    context |= {"causes": CaseCause.choices, "sections": _sections(request, filters), **case_context(request, filters, case)}
    context["seen"] = seen(request, context)
    context |= {"views": rows_of_views(request, "queue"), "view_place": "queue"}
    return render(request, "desk/queue.html", context)


def _sections(request: DeskRequest, filters: Filters) -> list[Section]:
    titles = titles_for(request.user.pk, "enter").filter(key=filters.title)
    return list(Section.objects.filter(title__in=titles).order_by("name")) if filters.title else []


def case_context(request: DeskRequest, filters: Filters, case: Shown | None) -> dict[str, Any]:
    """What the case's pane shows, or the empty queue with the day's figures."""
    if case is None:
        return {"shown": None, "filters": filters, "day": day_of(request.user.pk, filters.title)}
    return {"shown": case, "filters": filters, "later": moments_later(), "reasons": reasons_of(case.file.signals)} | _texts(case)


def pieces(request: DeskRequest, filters: Filters, case: Shown | None, **said: Any) -> HttpResponse:
    """The case's pane for htmx, with the list and the count out of band, and a toast when something was `said`."""
    context = {**list_context(request, filters, case.case.pk if case else None), **case_context(request, filters, case), **said}
    context["waiting"] = waiting(request, Filters(title=filters.title))
    context["seen"] = seen(request, context)
    response = render(request, "desk/_pieces.html", context)
    response["HX-Push-Url"] = address_of(case.case.pk if case else None, filters)
    return response


def seen(request: DeskRequest, context: dict[str, Any]) -> str:
    """A mark of the list as it is now, so that a page that has it already is not sent it again."""
    written = render_to_string("desk/_rows.html", context, request)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def address_of(case_id: int | None, filters: Filters) -> str:
    """The address of the queue with this case opened, or none."""
    return (reverse("desk:case", args=[case_id]) if case_id else reverse("desk:queue")) + filters.query


def follow(request: DeskRequest, filters: Filters, text: str, *, undo: Decision | None = None) -> HttpResponse:
    """After something was done: the next case at once, with a word on what was done and, for a decision, the way back."""
    case = taken(request, filters)
    if not request.htmx:
        messages.success(request, text)
        return redirect(address_of(case.pk if case else None, filters))
    return pieces(request, filters, opened(request, case.pk) if case else None, said=text, undo=undo)


def look_again(request: DeskRequest, filters: Filters, case_id: int, refusal: Refusal) -> HttpResponse:
    """The case as it is now, with what made the act impossible said above it."""
    if not request.htmx:
        messages.warning(request, refusal.message)
        return redirect(address_of(case_id, filters))
    return pieces(request, filters, opened(request, case_id), refusal=refusal)


def opened_for(request: DeskRequest, case: Case) -> Shown:
    """The case with what the person may see of it: its author's file only to whoever may open files."""
    return shown(case, account_id=request.user.pk, sees_members=may_anywhere(request.seats, "members"))


def _texts(case: Shown) -> dict[str, Any]:
    """The texts that a refusal may join, while the case may be judged."""
    return {"texts": reasons_in_force(case.case.group_id, case.case.title_id) if case.is_open else []}
