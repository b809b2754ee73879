"""Judging a case, and taking the judgement back within seconds."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import DecisionMade, DecisionUndone
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts.cases import ensure_unclaimed, tell_desk
from parvis.moderation.acts.standing import note_standing
from parvis.moderation.models import Case, Decision, Rule, Standing, StandingChange, Verdict
from parvis.moderation.reads import rule_in_force
from parvis.moderation.rights import cases_for, locked_case_for
from parvis.moderation.subjects import locked_place, subject_of
from parvis.publishers.rights import nothing_here

# The page offers ten seconds; the author is told after them; two more for a slow network.
UNDO_LIFE = timedelta(seconds=10)
UNDO_GRACE = timedelta(seconds=2)


@transaction.atomic
def decide(
    *, case_id: int, account_id: int, verdict: str, rule_number: int | None = None, reason: str = "", version: int | None = None
) -> Decision:
    """Judges a case: approve, refuse (citing the rule it breaks) or hide.

    The standing changes, the history is written and the fact recorded in one transaction. Raises Refusal
    404 (not one's case), 409 (`already_judged`, `changed`, `claimed`, `withdrawn`), 422 (unknown verdict, missing rule).
    """
    case = locked_case_for(account_id, case_id, version)
    ensure_unclaimed(case, account_id)
    rule = _cited_rule(case, verdict, rule_number)
    place = locked_place(case.subject)
    if place.standing == Standing.WITHDRAWN:
        raise Refusal("withdrawn", 409, _("Its author has withdrawn this post."))
    after = _standing_after(case.subject, verdict, place.standing)
    decision = _written(case, account_id, verdict, rule, reason.strip()[:2000], place.standing, after)
    _close(case)
    _apply(case.subject, place.standing, after, "decision", account_id)
    record(
        DecisionMade(**_where(case, account_id), decision_id=decision.pk, case_id=case.pk, subject=case.subject, verdict=verdict)
    )
    return decision


def _cited_rule(case: Case, verdict: str, number: int | None) -> Rule | None:
    if verdict not in Verdict.values:
        raise Refusal("unknown_verdict", 422, _("This decision does not exist."))
    if number is None:
        if verdict == Verdict.REFUSE:
            raise Refusal("rule_needed", 422, _("Say which rule of the charter it breaks."), field="rule")
        return None
    rule = rule_in_force(group_id=case.group_id, title_id=case.title_id, number=number)
    if rule is None:
        raise Refusal("unknown_rule", 422, _("The charter has no rule of that number."), field="rule")
    return rule


def _standing_after(subject: str, verdict: str, before: str) -> str:
    if verdict == Verdict.APPROVE:
        return Standing.PUBLISHED
    if verdict == Verdict.HIDE:
        return Standing.HIDDEN
    was_seen = before == Standing.PUBLISHED or StandingChange.objects.filter(subject=subject, after=Standing.PUBLISHED).exists()
    return Standing.REMOVED if was_seen else Standing.REFUSED


def _written(case: Case, account_id: int, verdict: str, rule: Rule | None, reason: str, before: str, after: str) -> Decision:
    return Decision.objects.create(
        case=case,
        title_id=case.title_id,
        subject=case.subject,
        author_id=case.author_id,
        account_id=account_id,
        verdict=verdict,
        rule=rule,
        reason=reason,
        before=before,
        after=after,
        decided_at=clock.now(),
    )


def _close(case: Case) -> None:
    case.closed_at, case.claimed_by, case.claimed_at, case.version = clock.now(), None, None, case.version + 1
    case.save(update_fields=["closed_at", "claimed_by", "claimed_at", "version"])
    tell_desk(case)


def _apply(subject: str, before: str, after: str, cause: str, account_id: int) -> None:
    if before == after:
        return
    note_standing(subject=subject, before=before, after=after, cause=cause, account_id=account_id)
    judged, pk = subject_of(subject)
    judged.give_standing(pk, after)


@transaction.atomic
def undo_decision(*, decision_id: int, account_id: int) -> Case:
    """Takes back one's own decision within ten seconds: the standing returns and the case is open again.

    Raises Refusal 404 (not one's decision), 409 `too_late` or `overtaken` (something happened since).
    """
    decision = _own_decision(decision_id, account_id)
    if decision.undone_at or clock.now() - decision.decided_at > UNDO_LIFE + UNDO_GRACE:
        raise Refusal("too_late", 409, _("Too late to undo: the author has been told. Open the post to decide again."))
    place = locked_place(decision.subject)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if place.standing != decision.after or Case.objects.open().filter(subject=decision.subject).exists():
        raise Refusal("overtaken", 409, _("Something has happened to this post since: look at it again."))
    Decision.objects.filter(pk=decision.pk).update(undone_at=clock.now())
    _reopen(case, account_id)
    _apply(decision.subject, decision.after, decision.before, "undo", account_id)
    record(DecisionUndone(**_where(case, account_id), decision_id=decision.pk, case_id=case.pk, subject=case.subject))
    return case


def _own_decision(decision_id: int, account_id: int) -> Decision:
    mine = Decision.objects.select_for_update().filter(pk=decision_id, account_id=account_id)
    decision = mine.filter(case__in=cases_for(account_id)).first()
    if decision is None:
        raise nothing_here()
    return decision


def _reopen(case: Case, account_id: int) -> None:
    case.closed_at, case.claimed_by_id, case.claimed_at, case.version = None, account_id, clock.now(), case.version + 1
    case.save(update_fields=["closed_at", "claimed_by", "claimed_at", "version"])
    tell_desk(case)


def _where(case: Case, account_id: int) -> dict[str, int | None]:
    return {"group_id": case.group_id, "title_id": case.title_id, "account_id": account_id, "member_id": case.author_id}
