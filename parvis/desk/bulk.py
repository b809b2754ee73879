"""Several cases judged at once: what will be done is shown first, one by one; then done, one by one."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.frame import frame
from parvis.desk.showing import rows_of
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import decide, undo_decision
from parvis.moderation.models import Case, Decision, Rule
from parvis.moderation.queue import Filters
from parvis.moderation.reads import rules_in_force
from parvis.moderation.rights import cases_for

MOST = 100


@for_seats("moderate")
@require_POST
def preview(request: DeskRequest) -> HttpResponse:
    """What will be done to each of the chosen cases; nothing is done yet. Raises Refusal 422 when none is chosen."""
    cases = chosen(request)
    context = {"rows": rows_of(cases), "rules": rules_for(cases), "filters": Filters.of(request.GET)}
    context["verdict"] = "refuse" if request.POST.get("verdict") == "refuse" else "approve"
    return render(request, "desk/bulk.html", frame(request, "queue") | context)


def chosen(request: DeskRequest) -> list[Case]:
    """The open cases ticked in the page, fetched through the right. Raises Refusal 422 for none, or more than a hundred."""
    ids = [pk for pk in map(number, request.POST.getlist("case")) if pk]
    if not 0 < len(ids) <= MOST:
        raise Refusal("none_chosen", 422, _("Choose between one and %(most)s posts.") % {"most": MOST})
    cases = cases_for(request.user.pk).filter(pk__in=ids, closed_at__isnull=True)
    return list(cases.select_related("title", "section", "author", "claimed_by").order_by("-urgency", "pk"))


def rules_for(cases: list[Case]) -> list[Rule]:
    """The rules that may be cited for all these cases: those of their group, when they have only one."""
    groups = {case.group_id for case in cases}
    return rules_in_force(groups.pop()) if len(groups) == 1 else []


@dataclass(slots=True)
class Tally:
    """What came of it: decisions made, and cases that could not be judged, each with the reason."""

    decisions: list[Decision] = field(default_factory=list)
    refusals: list[tuple[Case, str]] = field(default_factory=list)


@for_seats("moderate")
@require_POST
def apply(request: DeskRequest) -> HttpResponse:
    """Judges each chosen case, in the state it was shown in, and tells what came of it."""
    tally = Tally()
    for case in chosen(request):
        _judge(request, case, tally)
    if not tally.refusals and not tally.decisions:
        raise Refusal("already_judged", 409, _("Colleagues have already judged these posts."))
    context = {"tally": tally, "filters": Filters.of(request.GET)}
    return render(request, "desk/bulk_done.html", frame(request, "queue") | context)


def _judge(request: DeskRequest, case: Case, tally: Tally) -> None:
    asked = request.POST
    try:
        decision = decide(
            case_id=case.pk,
            account_id=request.user.pk,
            verdict=asked.get("verdict", ""),
            rule_number=number(asked.get("rule")),
            reason=asked.get("reason", ""),
            version=number(asked.get(f"version-{case.pk}")),
        )
        tally.decisions.append(decision)
    except Refusal as refusal:
        if refusal.status == 422:
            raise
        tally.refusals.append((case, refusal.message))


@for_seats("moderate")
@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """Takes back, within seconds, the decisions just made together; what cannot be is told."""
    undone = 0
    for pk in filter(None, map(number, request.POST.getlist("decision")[:MOST])):
        try:
            undo_decision(decision_id=pk, account_id=request.user.pk)
            undone += 1
        except Refusal as refusal:
            messages.warning(request, refusal.message)
    told = ngettext("%(n)s decision taken back.", "%(n)s decisions taken back.", undone)
    messages.success(request, told % {"n": undone})
    return redirect(reverse("desk:queue") + Filters.of(request.GET).query)
