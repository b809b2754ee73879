"""Receiving readers' signals."""

import hashlib
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import SignalReceived
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.moderation.acts.cases import open_case
from parvis.moderation.models import Decision, Signal, Standing, Verdict
from parvis.moderation.models.cases import SignalReason
from parvis.moderation.reads import last_evidence
from parvis.moderation.subjects import Place, locked_place
from parvis.publishers.rights import nothing_here

# What one signal adds to the risk; those who have an account weigh more than those who have none.
RISK_PER_SIGNAL = {"member": 20, "visitor": 10}


@transaction.atomic
def signal_subject(
    *, subject: str, reason: str, words: str = "", member_id: int | None = None, visitor: str = ""
) -> Signal | None:
    """Keeps a reader's signal and opens (or weighs again) a case; None when this person has already signalled it.

    `visitor` is any text that tells one visitor from another; only its hash is kept. A post that a person has
    approved since its last change is not put back in the queue by signals of the same reason.
    Raises Refusal 404 (nothing visible there) or 422 (unknown reason).
    """
    if reason not in SignalReason.values:
        raise Refusal("unknown_reason", 422, _("Choose what is wrong."), field="reason")
    place = locked_place(subject)
    if place.standing != Standing.PUBLISHED:
        raise nothing_here()
    signal = _kept(subject, place, reason, words, member_id, visitor)
    if signal is None:
        return None
    where = {"group_id": place.group_id, "title_id": place.title_id, "member_id": member_id}
    record(SignalReceived(**where, signal_id=signal.pk, subject=subject))
    if not _was_cleared_of(subject, reason):
        _weigh(subject, place)
    return signal


def _kept(subject: str, place: Place, reason: str, words: str, member_id: int | None, visitor: str) -> Signal | None:
    signal = Signal(
        subject=subject,
        title_id=place.title_id,
        member_id=member_id,
        visitor="" if member_id else _hashed(visitor),
        reason=reason,
        words=words.strip()[:2000],
        at=clock.now(),
    )
    try:
        with transaction.atomic():
            signal.save(force_insert=True)
    except IntegrityError:
        return None
    return signal


def _hashed(visitor: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), visitor.encode(), hashlib.sha256).hexdigest()


def _was_cleared_of(subject: str, reason: str) -> bool:
    approved = Decision.objects.filter(subject=subject, verdict=Verdict.APPROVE, undone_at__isnull=True).order_by("-pk").first()
    if approved is None:
        return False
    return Signal.objects.filter(subject=subject, reason=reason, at__lte=approved.decided_at).exists()


def _weigh(subject: str, place: Place) -> None:
    signals = list(Signal.objects.filter(subject=subject).values_list("member_id", flat=True))
    risk = sum(RISK_PER_SIGNAL["member" if member else "visitor"] for member in signals)
    evidence = last_evidence(subject)
    open_case(subject=subject, place=place, cause="signalled", risk=min(risk, 100), evidence=evidence, signals=len(signals))
