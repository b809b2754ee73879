"""Asking for a copy of one's data; asking to be erased, giving it up, and the erasing itself."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from parvis.journal.acts import record, scrub_names
from parvis.journal.facts import DataExportAsked, ErasureAsked, ErasureCancelled, MemberErased
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.bulk import MAIL_ISSUER, sealed_subject
from parvis.members.leaving import held
from parvis.members.leaving.law import card
from parvis.members.leaving.models import DataExport, Erasure, ErasureCause, Reminder, SealedRecord
from parvis.members.leaving.tombstones import keep_tombstone
from parvis.members.models import Account, Identity, IdentityKind, Member
from parvis.members.sealing import seal
from parvis.members.telling.letters import mail_of
from parvis.publishers.models import Seat

#: One may still change one's mind this long; the erasing runs every hour after that, so within a day in all.
WINDOW = timedelta(hours=20)
EXPORT_LIFE = timedelta(days=7)
ONE_EXPORT_IN = timedelta(minutes=10)


@transaction.atomic
def ask_export(*, account: Account | None, member: Member | None) -> DataExport:
    """A copy of all that is held of the account's members, or of one member; made by the worker.

    Raises Refusal 429 when one was asked within ten minutes.
    """
    whose: dict[str, Any] = {"account": account} if account else {"member": member}
    now = clock.now()
    if DataExport.objects.filter(**whose, asked_at__gt=now - ONE_EXPORT_IN).exists():
        raise Refusal("export_under_way", 429, _("A copy was asked for a moment ago: wait ten minutes before the next one."))
    made = DataExport.objects.create(**whose, asked_at=now)
    about = {"group_id": member.group_id, "member_id": member.pk} if member else {}
    record(DataExportAsked(**about, export_id=made.pk))
    return made


def note_progress(*, export_id: int, percent: int) -> None:
    """How much of the copy is made."""
    DataExport.objects.filter(pk=export_id).update(progress=min(percent, 99))


def keep_export(*, export_id: int, file: str, size: int) -> None:
    """The copy is made: it is there for a week."""
    now = clock.now()
    kept = {"progress": 100, "file": file, "size": size, "ready_at": now, "expires_at": now + EXPORT_LIFE}
    DataExport.objects.filter(pk=export_id).update(**kept)


def drop_exports(*, before: datetime) -> int:
    """Deletes the copies whose week is over, file and row; gives how many."""
    over = list(
        DataExport.objects.filter(expires_at__lt=before) | DataExport.objects.filter(asked_at__lt=before - 2 * EXPORT_LIFE)
    )
    for one in over:
        if one.file:
            default_storage.delete(one.file)
        DataExport.objects.filter(pk=one.pk).delete()
    return len(over)


@transaction.atomic
def ask_erasure(*, member: Member, keeps_words: bool, cause: str = ErasureCause.ASKED) -> Erasure:
    """The member is to be erased, in twenty hours at the earliest and a day at the latest; asked twice, the last choice stands.

    `keeps_words`: their posts stay, of “Deleted account”; else their words go too, and the answers keep their place.
    """
    now = clock.now()
    wait = WINDOW if cause == ErasureCause.ASKED else timedelta()
    asked = {"account_id": member.account_id, "cause": cause, "keeps_words": keeps_words, "asked_at": now, "due_at": now + wait}
    erasure, made = Erasure.objects.get_or_create(member=member, cancelled_at=None, done_at=None, defaults=asked)
    if not made and erasure.keeps_words != keeps_words:
        erasure.keeps_words = keeps_words
        erasure.save(update_fields=["keeps_words"])
    if made:
        record(ErasureAsked(group_id=member.group_id, member_id=member.pk, cause=cause))
    return erasure


@transaction.atomic
def cancel_erasure(*, erasure: Erasure) -> None:
    """Gives an erasure up. Raises Refusal 409 once it has begun."""
    locked = Erasure.objects.select_for_update().select_related("member").get(pk=erasure.pk)
    if locked.done_at or locked.member.erased_at:
        raise Refusal("erased", 409, _("It is too late: the erasing has begun."))
    if locked.cancelled_at is None:
        Erasure.objects.filter(pk=erasure.pk).update(cancelled_at=clock.now())
        record(ErasureCancelled(group_id=locked.member.group_id, member_id=locked.member_id))


def erase(*, erasure: Erasure) -> bool:
    """Erases the member, whatever their number of posts: killed in the middle, it goes on when called again.

    First who they are, at once; then what each room holds; last the account, when it opens nothing else. Gives whether it was
    to be done.
    """
    if not _begin(erasure):
        return False
    member = Member.objects.select_related("group").get(pk=erasure.member_id)
    for eraser in held.erasers():
        eraser(member=member, keeps_words=erasure.keeps_words)
    _end(erasure, member)
    keep_tombstone(member, keeps_words=erasure.keeps_words)
    return True


@transaction.atomic
def _begin(erasure: Erasure) -> bool:
    locked = Erasure.objects.select_for_update().filter(pk=erasure.pk, cancelled_at__isnull=True, done_at__isnull=True)
    if not locked.exists():
        return False
    member = Member.objects.select_for_update().get(pk=erasure.member_id)
    if member.erased_at is None:
        _seal(member)
        _unname(member)
        _unidentify(member)
        scrub_names(member_id=member.pk)
    return True


def _seal(member: Member) -> None:
    """What the host must be able to give a judge for a while, readable by nobody meanwhile."""
    ways = list(member.identities.exclude(issuer=MAIL_ISSUER).values_list("kind", "issuer", "subject"))
    said = {"pseudonym": member.pseudonym, "joined_at": member.joined_at.isoformat(), "ways": ways}
    said |= {"mail": mail_of(member), "closed_at": clock.now().isoformat()}
    kept = seal(json.dumps(said, ensure_ascii=False))
    SealedRecord.objects.create(member=member, sealed=kept, until=clock.now() + card("sign_up").keeps)


def _unname(member: Member) -> None:
    with translation.override(member.group.language):
        name = _("Deleted account")
    nobody = {"pseudonym": name, "folded": f"~{member.pk}", "is_named": True, "badges": [], "account": None, "seen_at": None}
    Member.objects.filter(pk=member.pk).update(**nobody, language=member.group.language, erased_at=clock.now())


def _unidentify(member: Member) -> None:
    """No way in is left; those of archives are kept unreadable, so that importing the archive again brings nobody back."""
    Identity.objects.filter(member=member).exclude(kind=IdentityKind.IMPORT).delete()
    Identity.objects.filter(member=member, issuer=MAIL_ISSUER).delete()
    for one in Identity.objects.filter(member=member):
        one.subject = sealed_subject(one.issuer, one.subject)
        one.save(update_fields=["subject"])


@transaction.atomic
def _end(erasure: Erasure, member: Member) -> None:
    held.settle(member)
    _forget_account(erasure.account_id)
    Erasure.objects.filter(pk=erasure.pk).update(done_at=clock.now(), account=None)
    record(MemberErased(group_id=member.group_id, member_id=member.pk, cause=erasure.cause, keeps_words=erasure.keeps_words))


def _forget_account(account_id: int | None) -> None:
    """The login goes too, unless it still opens another group or a seat at a desk."""
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    if account is None or account.members.exists() or Seat.objects.current().filter(account=account).exists():
        return
    EmailAddress.objects.filter(user=account).delete()
    account.delete()


@transaction.atomic
def forget_empty_account(*, account: Account) -> None:
    """Deletes at once a login that has written nothing and holds no seat. Raises Refusal 409 when it has members or seats."""
    if account.members.exists() or Seat.objects.current().filter(account=account).exists():
        raise Refusal("account_in_use", 409, _("This account still opens something here."))
    _forget_account(account.pk)


def note_reminder(*, member_id: int, days: int, last_seen: datetime) -> bool:
    """The letter of so many days before is about to leave; False when it already has."""
    given = {"sent_at": clock.now()}
    _row, made = Reminder.objects.get_or_create(member_id=member_id, days=days, last_seen=last_seen, defaults=given)
    return made


def destroy_sealed(*, now: datetime) -> int:
    """Destroys the sealed records whose time is over; gives how many."""
    return SealedRecord.objects.filter(until__lte=now).delete()[0]


def new_code() -> str:
    """Six digits to be mailed."""
    return f"{secrets.randbelow(1_000_000):06d}"


def code_seal(code: str) -> str:
    """What is kept of a code in a session."""
    return salted_hmac("parvis.members.leaving", code).hexdigest()
