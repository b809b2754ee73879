"""Opening, claiming, snoozing and annotating cases."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import CaseOpened
from parvis.kit import clock
from parvis.kit.announcing import announce_on
from parvis.kit.refusals import Refusal
from parvis.moderation.models import Case, CaseNote, Standing
from parvis.moderation.reads import last_evidence
from parvis.moderation.rights import case_for, cases_for, locked_case_for
from parvis.moderation.subjects import Place, locked_place
from parvis.moderation.urgency import urgency_of
from parvis.publishers.models import Title
from parvis.publishers.rights import ensure_may

# A claim not refreshed for this long is free again: its holder went away.
CLAIM_LIFE = timedelta(minutes=3)


def open_case(*, subject: str, place: Place, cause: str, risk: int, evidence: list[dict[str, Any]], signals: int = 0) -> Case:
    """Opens a case, or makes the open one weigh more, in the caller's transaction (subject row already locked)."""
    now = clock.now()
    case = Case.objects.select_for_update().filter(subject=subject, closed_at__isnull=True).first()
    if case is not None:
        return _weighed_again(case, risk, signals, evidence, place.words)
    case = Case.objects.create(
        group_id=place.group_id,
        title_id=place.title_id,
        section_id=place.section_id,
        subject=subject,
        author_id=place.author_id,
        cause=cause,
        words=place.words,
        evidence=evidence,
        risk=risk,
        reach=place.reach,
        signals=signals,
        urgency=urgency_of(risk=risk, reach=place.reach, signals=signals, opened_at=now),
        opened_at=now,
    )
    where = {"group_id": place.group_id, "title_id": place.title_id, "member_id": place.author_id}
    record(CaseOpened(**where, case_id=case.pk, subject=subject))
    tell_desk(case)
    return case


def tell_desk(case: Case) -> None:
    """Tells whoever follows the title's desk that this case changed, with the transaction."""
    announce_on(topic=case.title_id, kind="case", number=case.pk)


@transaction.atomic
def open_case_by_hand(*, account_id: int, subject: str) -> Case:
    """The open case of a subject, opened when there is none, so that a person may judge what nobody signalled.

    Raises Refusal 404 or 403 without the right to judge there, 409 `withdrawn` when its author took it back.
    """
    place = locked_place(subject)
    title = Title.objects.get(pk=place.title_id)
    ensure_may(account_id, "moderate", title=title, section_id=place.section_id)
    if place.standing == Standing.WITHDRAWN:
        raise Refusal("withdrawn", 409, _("Its author has withdrawn this post."))
    known = Case.objects.open().filter(subject=subject).first()
    return known or open_case(subject=subject, place=place, cause="hand", risk=0, evidence=last_evidence(subject))


def _weighed_again(case: Case, risk: int, signals: int, evidence: list[dict[str, Any]], words: str) -> Case:
    case.risk, case.signals = max(case.risk, risk), max(case.signals, signals)
    case.evidence, case.words = evidence or case.evidence, words
    case.urgency = urgency_of(risk=case.risk, reach=case.reach, signals=case.signals, opened_at=case.opened_at)
    case.version += 1
    case.save(update_fields=["risk", "signals", "evidence", "words", "urgency", "version"])
    tell_desk(case)
    return case


def close_case_of(*, subject: str) -> None:
    """Closes the open case of a subject that no longer needs judging (withdrawn by its author)."""
    case = Case.objects.select_for_update().filter(subject=subject, closed_at__isnull=True).first()
    if case is not None:
        Case.objects.filter(pk=case.pk).update(closed_at=clock.now(), version=F("version") + 1)
        tell_desk(case)


def rehouse_cases(*, subjects: Sequence[str], title_id: int, section_id: int | None) -> None:
    """Has the open cases of these subjects wait where their words now stand, in the caller's transaction; one statement."""
    waiting_there = Case.objects.filter(subject__in=subjects, closed_at__isnull=True)
    waiting_there.exclude(title=title_id, section=section_id).update(title=title_id, section=section_id, version=F("version") + 1)


@transaction.atomic
def claim_case(*, case_id: int, account_id: int) -> Case:
    """Takes the case for three minutes, or keeps it for three more. Raises Refusal 409 `claimed` when a colleague has it."""
    case = locked_case_for(account_id, case_id, version=None)
    ensure_unclaimed(case, account_id)
    return _claimed(case, account_id)


@transaction.atomic
def claim_next(
    *,
    account_id: int,
    narrowed: Callable[[QuerySet[Case]], QuerySet[Case]] | None = None,
    without: Collection[int] = (),
) -> Case | None:
    """Takes the most urgent case nobody holds; None when the queue is empty. Two colleagues never get the same one.

    `narrowed` keeps some of the account's cases (the filters of the page); `without` are cases passed over, not to be given.
    """
    mine = cases_for(account_id)
    free = waiting(narrowed(mine) if narrowed else mine).filter(unclaimed_by_others(account_id)).exclude(pk__in=without)
    case = free.order_by("-urgency", "pk").select_for_update(skip_locked=True, of=("self",)).first()
    return _claimed(case, account_id) if case else None


def waiting(cases: Any) -> Any:
    """Of these cases, those open and not snoozed."""
    return cases.open().filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=clock.now()))


def unclaimed_by_others(account_id: int) -> Q:
    """The condition that no colleague holds the case now."""
    return Q(claimed_by__isnull=True) | Q(claimed_by=account_id) | Q(claimed_at__lt=clock.now() - CLAIM_LIFE)


def ensure_unclaimed(case: Case, account_id: int) -> None:
    """Raises Refusal 409 `claimed`, with the colleague's name, when someone else holds the case now."""
    held = case.claimed_by_id not in (None, account_id) and case.claimed_at and case.claimed_at >= clock.now() - CLAIM_LIFE
    if held:
        raise Refusal("claimed", 409, _("%(name)s is judging this post.") % {"name": case.claimed_by})


def _claimed(case: Case, account_id: int) -> Case:
    was_mine = case.claimed_by_id == account_id and case.claimed_at and case.claimed_at >= clock.now() - CLAIM_LIFE
    if not was_mine:  # keeping what one holds is no news: a page that hears of it would look, and keep it, for ever
        tell_desk(case)
    case.claimed_by_id, case.claimed_at = account_id, clock.now()
    case.save(update_fields=["claimed_by", "claimed_at"])
    return case


@transaction.atomic
def release_case(*, case_id: int, account_id: int) -> None:
    """Gives the case back to the queue; nothing happens when one does not hold it. Raises Refusal 404."""
    case = case_for(account_id, case_id)
    if Case.objects.filter(pk=case.pk, claimed_by=account_id).update(claimed_by=None, claimed_at=None):
        tell_desk(case)


@transaction.atomic
def release_others(*, account_id: int, keep: int | None) -> list[int]:
    """Gives back every case one holds except `keep`; gives their identifiers."""
    held = Case.objects.open().filter(claimed_by=account_id).exclude(pk=keep or 0).select_for_update(skip_locked=True)
    left = list(held)
    if left:
        Case.objects.filter(pk__in=[case.pk for case in left]).update(claimed_by=None, claimed_at=None)
    for case in left:
        tell_desk(case)
    return [case.pk for case in left]


@transaction.atomic
def snooze_case(*, case_id: int, account_id: int, until: datetime, version: int | None = None) -> Case:
    """Puts the case aside until then. Raises Refusal 422 for a moment already past."""
    if until <= clock.now():
        raise Refusal("past_moment", 422, _("Choose a moment still to come."), field="until")
    case = locked_case_for(account_id, case_id, version)
    ensure_unclaimed(case, account_id)
    case.snoozed_until, case.snoozed_by_id = until, account_id
    case.claimed_by, case.claimed_at, case.version = None, None, case.version + 1
    case.save(update_fields=["snoozed_until", "snoozed_by", "claimed_by", "claimed_at", "version"])
    tell_desk(case)
    return case


def free_claims(case_ids: Collection[int]) -> int:
    """Gives cases back to the queue, whoever holds them, in the caller's transaction; gives how many."""
    return Case.objects.filter(pk__in=case_ids).update(claimed_by=None, claimed_at=None)


def pass_on_snoozed(case_ids: Collection[int], *, to_id: int) -> int:
    """Has cases put aside by another account from now on, in the caller's transaction; gives how many."""
    return Case.objects.filter(pk__in=case_ids).update(snoozed_by=to_id)


@transaction.atomic
def add_note(*, case_id: int, account_id: int, words: str) -> CaseNote:
    """A note between colleagues, kept with the case and its author's file. Raises Refusal 422 when empty."""
    if not words.strip():
        raise Refusal("empty_note", 422, _("Write the note first."), field="words")
    case = case_for(account_id, case_id)
    note = CaseNote(case=case, member_id=case.author_id, account_id=account_id, words=words.strip()[:5000], at=clock.now())
    note.save(force_insert=True)
    return note
