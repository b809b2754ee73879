"""Telling members, taking back, what they have seen, and how they want to be told."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import KeptMail, Mailing, Member, Notice, NoticeChoice
from parvis.members.telling.kinds import DEFAULTS, KINDS
from parvis.members.telling.models import MAILED, Way
from parvis.publishers.rights import nothing_here


def tell(*, member_id: int, kind: str, about: str, data: dict[str, Any], due_at: datetime | None = None) -> Notice | None:
    """Writes a notice for the member, shown and mailed from `due_at` (default: now).

    About one thing a member is told once: gives the notice, new or known; None when they never want this kind.
    """
    one = "SELECT %(member)s::bigint AS member_id, %(kind)s::text AS kind, 1 AS rank"
    tell_those(whom=one, values={"member": member_id, "kind": kind}, about=about, data=data, due_at=due_at)
    return Notice.objects.filter(member_id=member_id, about=about).order_by("-pk").first()


def tell_those(*, whom: str, values: Mapping[str, Any], about: str, data: dict[str, Any], due_at: datetime | None = None) -> int:
    """Writes a notice for everyone `whom` gives, in one statement whatever their number; gives how many were told.

    `whom` is a SELECT, written by us, of (member_id, kind, rank), with `values` for its parameters: someone given
    several times is told once, of the kind with the lowest rank that they do not refuse. One taken back before it was
    read or mailed is given again. Safe to say twice.
    """
    now = clock.now()
    given: dict[str, Any] = {"about": about, "data": json.dumps(data), "now": now, "due": due_at or now}
    given["defaults"] = json.dumps(DEFAULTS)
    with connection.cursor() as cursor:
        cursor.execute(_TELL.format(whom=whom), {**values, **given})
        return int(cursor.rowcount)


# A way by mail is kept only where there is an address: without one the worker would look at it in vain every minute.
_TELL = """
INSERT INTO members_notice (member_id, kind, about, data, made_at, due_at, way)
SELECT DISTINCT ON (whom.member_id)
    whom.member_id, whom.kind, %(about)s::text, %(data)s::jsonb, %(now)s::timestamptz, %(due)s::timestamptz,
    CASE WHEN wished.way IN ('never', 'page') OR m.account_id IS NOT NULL OR coalesce(k.mail, '') <> ''
         THEN wished.way ELSE 'page' END
FROM ({whom}) whom
JOIN members_member m ON m.id = whom.member_id AND m.erased_at IS NULL
LEFT JOIN members_noticechoice c ON c.member_id = whom.member_id AND c.kind = whom.kind
LEFT JOIN members_keptmail k ON k.member_id = whom.member_id
CROSS JOIN LATERAL (SELECT coalesce(c.way, %(defaults)s::jsonb ->> whom.kind, 'page') AS way) wished
WHERE wished.way <> 'never'
ORDER BY whom.member_id, whom.rank
ON CONFLICT (about, member_id) WHERE about <> '' DO UPDATE SET dropped_at = NULL, due_at = EXCLUDED.due_at
WHERE members_notice.dropped_at IS NOT NULL AND members_notice.mailed_at IS NULL AND members_notice.seen_at IS NULL
"""


def drop_notices(*, about: str, kind: str = "") -> None:
    """Takes back what was not yet read or mailed; `kind` empty means every kind."""
    unread = Notice.objects.filter(about=about, seen_at__isnull=True, mailed_at__isnull=True, dropped_at__isnull=True)
    (unread.filter(kind=kind) if kind else unread).update(dropped_at=clock.now())


def see_notice(*, members: Iterable[Member], notice_id: int) -> None:
    """Its member, one of these, has read it; twice changes nothing. Raises Refusal 404 for a notice of nobody among them."""
    notice = Notice.objects.filter(pk=notice_id, member__in=[member.pk for member in members])
    if not notice.exists():
        raise nothing_here()
    notice.filter(seen_at__isnull=True).update(seen_at=clock.now())


def see_notices(*, member: Member, up_to: int) -> int:
    """The member has read every notice up to that number; decisions stay until each is said to be read. Gives how many."""
    unread = Notice.objects.filter(member=member, pk__lte=up_to, seen_at__isnull=True, due_at__lte=clock.now())
    return unread.exclude(kind="decision").update(seen_at=clock.now())


@transaction.atomic
def choose_way(*, member: Member, kind: str, way: str) -> None:
    """Has a kind of thing told to the member in that way from now on, what waits included.

    Raises Refusal 422 for a kind or a way there is not.
    """
    if kind not in KINDS or way not in KINDS[kind].ways:
        raise Refusal("unknown_way", 422, _("There is no such way of being told."), field=kind)
    NoticeChoice.objects.update_or_create(member=member, kind=kind, defaults={"way": way})
    waiting = Notice.objects.filter(member=member, kind=kind, mailing__isnull=True, seen_at__isnull=True, dropped_at__isnull=True)
    waiting.update(way=way if way in MAILED and has_address(member) else Way.PAGE)


def has_address(member: Member) -> bool:
    """Whether letters can reach the member: an account here, or an address they let us keep."""
    return member.account_id is not None or KeptMail.objects.filter(member=member).exclude(mail="").exists()


@transaction.atomic
def keep_mail(*, member: Member, mail: str = "") -> None:
    """The member agrees to letters at the address their publisher's token carries: `mail`, or the next one's when empty."""
    KeptMail.objects.get_or_create(member=member, defaults={"agreed_at": clock.now()})
    follow_mail(member=member, mail=mail)


def follow_mail(*, member: Member, mail: str) -> None:
    """Keeps the address of a new token, for a member who agreed to it and for nobody else."""
    if mail:
        KeptMail.objects.filter(member=member).exclude(mail=mail).update(mail=mail)


@transaction.atomic
def stop_mail(*, member: Member, kinds: Iterable[str] = ()) -> None:
    """Sends the member no more letters of these kinds; with none given, of any, and forgets the address kept of a token."""
    chosen = list(kinds)
    for kind in chosen or KINDS:
        if current_way(member, kind) in MAILED:
            choose_way(member=member, kind=kind, way=Way.PAGE)
    if not chosen:
        KeptMail.objects.filter(member=member).delete()


def current_way(member: Member, kind: str) -> str:
    """How a kind of thing is told to the member now."""
    return NoticeChoice.objects.filter(member=member, kind=kind).values_list("way", flat=True).first() or DEFAULTS[kind]


@transaction.atomic
def end_mailing(*, mailing: Mailing, error: str = "") -> None:
    """The letter is done with: sent, empty, or lost with its `error`; its notices are never put into another."""
    Mailing.objects.filter(pk=mailing.pk).update(ended_at=clock.now(), error=error[:300])
    if not error:
        Notice.objects.filter(mailing=mailing, dropped_at__isnull=True, seen_at__isnull=True).update(mailed_at=clock.now())


def put_mailing_back(*, mailing: Mailing, due_at: datetime, error: str) -> None:
    """The server will take it later, and is sure not to have taken it now."""
    Mailing.objects.filter(pk=mailing.pk).update(taken_at=None, due_at=due_at, tries=F("tries") + 1, error=error[:300])


@transaction.atomic
def forget_letters(*, before: datetime) -> int:
    """Erases letters made before that moment, and notices that were read or taken back before it; gives how many notices."""
    old = Notice.objects.filter(made_at__lt=before).filter(Q(seen_at__isnull=False) | Q(dropped_at__isnull=False))
    forgotten, _each = old.exclude(kind="decision").delete()
    Mailing.objects.filter(made_at__lt=before, taken_at__isnull=False).delete()
    return forgotten
