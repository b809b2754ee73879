"""What moderation keeps of somebody erased, and for how long."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from parvis.members.leaving.law import card
from parvis.members.models import Member
from parvis.moderation.models import Case, CaseNote, Decision, Signal

#: Marks a signal whose author was erased, as a visitor nobody is.
ERASED = "erased:"


@transaction.atomic
def forget_in_cases(*, member: Member, keeps_words: bool) -> None:
    """Unties the member's signals, and deletes what colleagues noted outside any decision. Safe to do twice."""
    for signal in Signal.objects.filter(member=member):
        signal.member, signal.visitor = None, ERASED + secrets.token_hex(16)
        signal.save(update_fields=["member", "visitor"])
    CaseNote.objects.filter(member=member, case__decisions__isnull=True).delete()


@transaction.atomic
def forget_evidence(*, now: datetime) -> int:
    """Empties the evidence about people erased once its time is over; gives how many cases. See members/leaving/law.py."""
    decided, undecided = now - card("decisions").keeps, now - card("signals").keeps
    over = Q(closed_at__lt=decided) | Q(closed_at__lt=undecided, decisions__isnull=True)
    cases = Case.objects.filter(over, author__erased_at__isnull=False).exclude(words="", evidence=[])
    emptied = list(cases.values_list("pk", flat=True).distinct()[:5000])
    CaseNote.objects.filter(case__in=emptied).delete()
    Decision.objects.filter(case__in=emptied).update(reason="")
    Case.objects.filter(pk__in=emptied).update(words="", evidence=[])
    Signal.objects.filter(visitor__startswith=ERASED, at__lt=now - card("signals").keeps - timedelta(days=1)).delete()
    return len(emptied)
