"""What one does to a case: judge, undo, put aside, annotate; each answers with the next case."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.desk import bench
from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.showing import moments_later
from parvis.kit.refusals import Refusal
from parvis.members.models import Notice
from parvis.moderation.acts import add_note, decide, open_case_by_hand, snooze_case, undo_decision
from parvis.moderation.canned import with_canned
from parvis.moderation.letters import decision_letter
from parvis.moderation.models import Case, Decision, Standing, StandingChange, Verdict
from parvis.moderation.queue import Filters
from parvis.moderation.reads import rule_in_force
from parvis.moderation.rights import case_for
from parvis.ui.moments import in_full


@for_seats("moderate")
@require_POST
def judge(request: DeskRequest, case_id: int) -> HttpResponse:
    """Decides, and gives the next case; what a colleague did meanwhile is told with the case as it is now."""
    filters, asked = Filters.of(request.GET), request.POST
    rule, version = number(asked.get("rule")), number(asked.get("version"))
    what: dict[str, Any] = {
        "verdict": asked.get("verdict", ""),
        "reason": _reason(request, case_id, asked) if asked.get("canned") else asked.get("reason", ""),
        "rule_number": rule,
        "version": version,
    }
    try:
        decision = decide(case_id=case_id, account_id=request.user.pk, **what)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return bench.look_again(request, filters, case_id, refusal)
    return bench.follow(request, filters, said(decision), undo=decision)


def _reason(request: DeskRequest, case_id: int, asked: QueryDict) -> str:
    case = case_for(request.user.pk, case_id)
    return joined(case, asked.get("canned", ""), asked.get("reason", ""))


def joined(case: Case, key: str, reason: str) -> str:
    """The text kept under this key in the author's language, and what the desk adds to it."""
    language = (case.author.language if case.author else "") or "fr"
    return with_canned(group_id=case.group_id, title_id=case.title_id, key=key, reason=reason, language=language)


def said(decision: Decision) -> str:
    """What was just decided, in a few words."""
    name = str(decision.author) if decision.author else _("a former member")
    sentence = {
        Verdict.APPROVE: _("Approved: %(name)s’s post."),
        Verdict.REFUSE: _("Refused under rule %(rule)s: %(name)s’s post."),
        Verdict.HIDE: _("Hidden: %(name)s’s post."),
    }[Verdict(decision.verdict)]
    return sentence % {"name": name, "rule": decision.rule.number if decision.rule else ""}


@for_seats("moderate")
@require_POST
def undo(request: DeskRequest, decision_id: int) -> HttpResponse:
    """Takes one's own decision back, within seconds, and opens its case again."""
    case = undo_decision(decision_id=decision_id, account_id=request.user.pk)
    filters = Filters.of(request.GET)
    if not request.htmx:
        return redirect(bench.address_of(case.pk, filters))
    return bench.pieces(request, filters, bench.opened(request, case.pk), said=_("Taken back: judge again."))


@for_seats("moderate")
@require_POST
def snooze(request: DeskRequest, case_id: int) -> HttpResponse:
    """Puts the case aside until a moment of the list, and gives the next one."""
    later = {moment.name: moment for moment in moments_later()}.get(request.POST.get("until", ""))
    if later is None:
        raise Refusal("unknown_moment", 422, _("Choose a moment of the list."))
    filters = Filters.of(request.GET)
    try:
        snooze_case(case_id=case_id, account_id=request.user.pk, until=later.until, version=number(request.POST.get("version")))
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return bench.look_again(request, filters, case_id, refusal)
    return bench.follow(request, filters, _("Put aside until %(moment)s.") % {"moment": in_full(later.until)})


@for_seats("moderate")
@require_POST
def note(request: DeskRequest, case_id: int) -> HttpResponse:
    """Writes a note between colleagues, and stays on the case."""
    add_note(case_id=case_id, account_id=request.user.pk, words=request.POST.get("words", ""))
    filters = Filters.of(request.GET)
    if not request.htmx:
        return redirect(bench.address_of(case_id, filters))
    return bench.pieces(request, filters, bench.opened(request, case_id), said=_("Note kept."))


@for_seats("moderate")
@require_POST
def open_by_hand(request: DeskRequest) -> HttpResponse:
    """Opens the case of a subject that nobody signalled (or the one already open), and goes there."""
    case = open_case_by_hand(account_id=request.user.pk, subject=request.POST.get("subject", ""))
    return redirect(bench.address_of(case.pk, Filters()))


@for_seats("moderate")
@require_safe
def preview(request: DeskRequest, case_id: int) -> HttpResponse:
    """What the author will read if the case is refused under this rule, with this reason: the very letter, in their language."""
    case = case_for(request.user.pk, case_id)
    rule = rule_in_force(group_id=case.group_id, title_id=case.title_id, number=number(request.GET.get("rule")) or 0)
    told = {"after": _if_refused(case), "reason": _previewed(request, case), **({"rule": rule.pk} if rule else {})}
    language = case.author.language if case.author else None
    with translation.override(language or translation.get_language()):
        letter = decision_letter(Notice(data=told))
    return render(request, "desk/_notice.html", {"letter": letter, "language": language})


def _previewed(request: DeskRequest, case: Case) -> str:
    return joined(case, request.GET.get("canned", ""), request.GET.get("reason", ""))


def _if_refused(case: Case) -> str:
    was_seen = StandingChange.objects.filter(subject=case.subject, after=Standing.PUBLISHED).exists()
    return Standing.REMOVED if was_seen else Standing.REFUSED
