"""What was decided: one's own decisions and colleagues', with the way back while there is one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.desk import marking
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.saved import rows_of
from parvis.moderation.acts import undo_decision
from parvis.moderation.acts.decisions import UNDO_GRACE, UNDO_LIFE
from parvis.moderation.decided import DecisionFilters, decisions_page
from parvis.moderation.models import Decision, Verdict
from parvis.moderation.queue import can_undo, day_of


@for_seats("moderate")
@require_safe
def decisions(request: DeskRequest) -> HttpResponse:
    """The list, newest first, with the figures of the day."""
    filters = DecisionFilters.of(request.GET)
    page = decisions_page(account_id=request.user.pk, filters=filters, before=number(request.GET.get("before")))
    context = {"rows": [_row(one, request.user.pk) for one in page.decisions], "filters": filters, "verdicts": Verdict.choices}
    context |= {"day": day_of(request.user.pk, filters.title), "tabs": _tabs(filters), "older_url": _older(filters, page.before)}
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_decisions.html", context)
    context |= {"views": rows_of(request, "decisions"), "view_place": "decisions"}
    return render(request, "desk/decisions.html", frame(request, "decisions", title_key=filters.title) | context)


def _row(decision: Decision, account_id: int) -> dict[str, Any]:
    evidence = marking.evidence_of(decision.case.evidence)
    may_undo = can_undo(decision, account_id, UNDO_LIFE + UNDO_GRACE)
    return {"decision": decision, "excerpt": marking.excerpt(decision.case.words, evidence), "may_undo": may_undo}


def _tabs(filters: DecisionFilters) -> list[dict[str, Any]]:
    kinds = [("", _("Everyone’s")), ("me", _("Mine")), ("others", _("Colleagues’"))]
    base = f"title={filters.title}&" if filters.title else ""
    return [{"label": label, "url": f"?{base}who={who}", "count": None, "current": filters.who == who} for who, label in kinds]


def _older(filters: DecisionFilters, before: int | None) -> str:
    if before is None:
        return ""
    return f"{filters.query}&before={before}" if filters.query else f"?before={before}"


@for_seats("moderate")
@require_POST
def undo(request: DeskRequest, decision_id: int) -> HttpResponse:
    """Takes one's own decision back from the list, within seconds; the case is open again."""
    undo_decision(decision_id=decision_id, account_id=request.user.pk)
    messages.success(request, _("Decision taken back: the post is in the queue again."))
    return redirect(reverse("desk:decisions") + DecisionFilters.of(request.GET).query)
