"""Timed work of the room: mailing what members are told, reading published keys, ending what is over, forgetting."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db import transaction
from procrastinate.contrib.django import app

from parvis.kit import clock
from parvis.members.acts import forget_unproved_accounts, note_mailed
from parvis.members.letters import mail_notice
from parvis.members.models import Issuer, Notice
from parvis.members.restrictions.acts import end_restrictions_over
from parvis.members.signing.reading import read_again

MOST_AT_ONCE = 500
PROOF_LIFE = timedelta(days=7)
log = logging.getLogger("parvis.members")


@app.periodic(cron="* * * * *")
@app.task(name="mail_notices", queueing_lock="mail_notices")
def mail_notices(timestamp: int) -> int:
    """Mails every notice that is due, once; gives how many were sent. `timestamp` is the minute it was called for."""
    sent = 0
    for _number in range(MOST_AT_ONCE):
        try:
            mailed = _mail_next()
        except (SMTPException, OSError):
            log.exception("the mail server does not take notices; trying again in a minute")
            break
        if mailed is None:
            break
        sent += mailed
    return sent


@app.periodic(cron="40 3 * * *")
@app.task(name="forget_unproved_accounts", queueing_lock="forget_unproved_accounts")
def forget_unproved(timestamp: int) -> int:
    """Each night, erases the accounts whose address nobody proved in a week. `timestamp` is the minute it was called for."""
    return forget_unproved_accounts(before=clock.now() - PROOF_LIFE)


@app.periodic(cron="*/10 * * * *")
@app.task(name="read_published_keys", queueing_lock="read_published_keys")
def read_published_keys(timestamp: int) -> int:
    """Reads every current issuer's keys, so that a key taken out of its set is soon believed no more; gives how many answered."""
    return sum(read_again(issuer) for issuer in Issuer.objects.filter(retired_at__isnull=True).order_by("pk"))


@app.periodic(cron="* * * * *")
@app.task(name="end_restrictions", queueing_lock="end_restrictions")
def end_restrictions(timestamp: int) -> int:
    """Each minute, ends the restrictions whose time is over; gives how many. `timestamp` is the minute it was called for."""
    return end_restrictions_over()


@transaction.atomic
def _mail_next() -> bool | None:
    """Mails the oldest notice due, its row locked: two workers never mail the same one. None when there is none."""
    due = Notice.objects.to_mail(clock.now()).select_for_update(of=("self",), skip_locked=True)
    notice = due.select_related("member__group", "member__account").order_by("due_at").first()
    if notice is None:
        return None
    note_mailed(notice_id=notice.pk)
    try:
        return mail_notice(notice)
    except SMTPRecipientsRefused:
        log.warning("the address of notice %s is refused for good", notice.pk)
        return False
