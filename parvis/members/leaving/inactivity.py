"""Members who have not come for two years: told thirty and seven days before, then erased, their words kept without a name.

CNIL, « Durées de conservation » (2 years for an inactive account, after a warning). Members known by an archive only never
came: they are not inactive accounts. Staff are not concerned.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import InactivityTold
from parvis.kit import clock
from parvis.members.leaving.acts import ask_erasure, note_reminder
from parvis.members.leaving.models import Erasure, ErasureCause, Reminder
from parvis.members.models import Identity, IdentityKind, Member
from parvis.members.telling.letters import mail_of
from parvis.publishers.models import Seat

YEARS = 2
FIRST, LAST = 30, 7


def see_to_the_inactive() -> dict[str, int]:
    """Sends the letters that are due, asks for the erasures that are; gives how many of each. Twice a night changes nothing."""
    done = {"told": 0, "erased": 0}
    for member in _inactive(clock.now()).iterator(chunk_size=500):
        step = _see_to(member, member.last_seen)  # type: ignore[attr-defined]  # annotated in _inactive
        if step:
            done[step] += 1
    return done


def two_years_after(moment: datetime) -> datetime:
    """The same day and hour two years later, as a calendar says it there; 29 February becomes 28. Whatever the summer time."""
    local = timezone.localtime(moment)
    try:
        return local.replace(year=local.year + YEARS)
    except ValueError:
        return local.replace(year=local.year + YEARS, day=28)


def erasure_day(last_seen: datetime, letters: dict[int, datetime]) -> datetime:
    """When the member may be erased: two years after, and never sooner than the letters said, were they late."""
    floors = [sent + timedelta(days=days) for days, sent in letters.items()]
    return max([two_years_after(last_seen), *floors])


def _inactive(now: datetime) -> QuerySet[Member]:
    """Members whose last visit is two years old, or will be in thirty days; a day is left for leap years."""
    came = Exists(Identity.objects.filter(member=OuterRef("pk")).exclude(kind=IdentityKind.IMPORT))
    seated = Exists(Seat.objects.current().filter(account=OuterRef("account")))
    leaving = Exists(Erasure.objects.filter(member=OuterRef("pk"), cancelled_at__isnull=True, done_at__isnull=True))
    last = Greatest(Coalesce("seen_at", "joined_at"), Coalesce("account__last_login", "joined_at"), F("joined_at"))
    limit = now - timedelta(days=365 * YEARS - FIRST - 1)
    known = Member.objects.filter(Q(came) | Q(account__isnull=False), erased_at__isnull=True)
    return (
        known.exclude(Q(seated) & Q(account__isnull=False))
        .exclude(leaving)
        .annotate(last_seen=last)
        .filter(last_seen__lte=limit)
        .select_related("group", "account", "kept_mail")
        .order_by("pk")
    )


def _see_to(member: Member, last_seen: datetime) -> str:
    sent = Reminder.objects.filter(member=member, last_seen=last_seen)
    letters = dict(sent.values_list("days", "sent_at"))
    now, day = clock.now(), erasure_day(last_seen, letters)
    for days in _letters_due(letters, day, now):
        return "told" if _tell(member, last_seen, days, max(day, now + timedelta(days=days))) else ""
    if LAST in letters and now >= day:
        ask_erasure(member=member, keeps_words=True, cause=ErasureCause.INACTIVE)
        return "erased"
    return ""


def _letters_due(letters: dict[int, datetime], day: datetime, now: datetime) -> Iterator[int]:
    if FIRST not in letters:
        if now >= day - timedelta(days=FIRST):
            yield FIRST
    elif LAST not in letters and now >= day - timedelta(days=LAST):
        yield LAST


@transaction.atomic
def _tell(member: Member, last_seen: datetime, days: int, day: datetime) -> bool:
    """Notes the letter and sends it: a mail server that refuses undoes the note, and it is tried again the next night."""
    if not note_reminder(member_id=member.pk, days=days, last_seen=last_seen):
        return False
    if mail := mail_of(member):
        with translation.override(member.language):
            context = {"member": member, "day": day, "link": f"{settings.PARVIS_ADDRESS}/members/me/"}
            words = render_to_string("members/mail_inactive.txt", context)
            subject = _("%(group)s: your account will be deleted") % {"group": member.group}
            send_mail(subject, words, None, [mail])
    record(InactivityTold(group_id=member.group_id, member_id=member.pk, days=days))
    return True
