"""The queue: its list, a case opened, the next one, and the pulse that keeps the claim."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from parvis.desk import bench
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.showing import shown
from parvis.moderation.acts import claim_case, release_case, release_others
from parvis.moderation.queue import Filters
from parvis.moderation.rights import case_for
from parvis.publishers.rights import may_anywhere


@for_seats("enter")
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Where one's work starts: the queue for those who judge, the discussions for the others."""
    return redirect("desk:queue" if may_anywhere(request.seats, "moderate") else "desk:threads")


@for_seats("moderate")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """The list, and nothing taken; whoever comes back here starts afresh, those passed over included."""
    release_others(account_id=request.user.pk, keep=None)
    request.session.pop(bench.PASSED, None)
    return bench.page(request, Filters.of(request.GET), None)


@for_seats("moderate")
@require_safe
def case(request: DeskRequest, case_id: int) -> HttpResponse:
    """A case; opening it is taking it, for three minutes at a time, unless a colleague has it."""
    filters, opened = Filters.of(request.GET), bench.opened(request, case_id)
    if request.htmx and not request.htmx.history_restore_request:
        return bench.pieces(request, filters, opened)
    return bench.page(request, filters, opened)


@for_seats("moderate")
@require_POST
def take_next(request: DeskRequest) -> HttpResponse:
    """The most urgent case nobody has."""
    filters = Filters.of(request.GET)
    taken = bench.taken(request, filters)
    if request.htmx:
        return bench.pieces(request, filters, bench.opened(request, taken.pk) if taken else None)
    return redirect(bench.address_of(taken.pk if taken else None, filters))


@for_seats("moderate")
@require_safe
def rows(request: DeskRequest) -> HttpResponse:
    """The list as it is now, who is on what included; nothing (204) for a page that has it already (`seen`)."""
    context = bench.list_context(request, Filters.of(request.GET), number(request.GET.get("current")))
    context["seen"] = bench.seen(request, context)
    if context["seen"] == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "desk/_list.html", context | {"alone": True})


@for_seats("moderate")
@require_POST
def keep(request: DeskRequest, case_id: int) -> HttpResponse:
    """The pulse of an open case: the claim goes on. Raises Refusal 409 when a colleague took it or judged it."""
    claim_case(case_id=case_id, account_id=request.user.pk)
    return HttpResponse(status=204)


@for_seats("moderate")
@require_POST
def release(request: DeskRequest, case_id: int) -> HttpResponse:
    """Gives the case back: its page was left."""
    release_case(case_id=case_id, account_id=request.user.pk)
    return HttpResponse(status=204)


@for_seats("moderate")
@require_safe
def refusing(request: DeskRequest, case_id: int) -> HttpResponse:
    """The list of rules as a page, for those whose browser opens no dialog."""
    opened = shown(
        case_for(request.user.pk, case_id), account_id=request.user.pk, sees_members=may_anywhere(request.seats, "members")
    )
    context = {**frame(request, "queue"), **bench.case_context(request, Filters.of(request.GET), opened)}
    return render(request, "desk/refusing.html", context)
