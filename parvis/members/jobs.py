"""Timed work of the room: mailing what members are told, reading published keys, ending what is over, forgetting."""

from datetime import timedelta

from procrastinate.contrib.django import app

from parvis.kit import clock
from parvis.members.acts import forget_unproved_accounts
from parvis.members.leaving import jobs as leaving_jobs  # noqa: F401  # procrastinate finds the room's tasks here
from parvis.members.models import Issuer
from parvis.members.restrictions.acts import end_restrictions_over
from parvis.members.signing.reading import read_again
from parvis.members.telling.acts import forget_letters
from parvis.members.telling.gathering import gather_at_once, gather_digests
from parvis.members.telling.sending import send_due
from parvis.publishers.models import Group

PROOF_LIFE = timedelta(days=7)
LETTER_LIFE = timedelta(days=90)


@app.periodic(cron="* * * * *")
@app.task(name="mail_notices", queueing_lock="mail_notices", lock="mail_notices")
def mail_notices(timestamp: int) -> int:
    """Gathers what is due into letters and sends them; gives how many left. `timestamp` is the minute it was called for."""
    gather_at_once()
    for group in Group.objects.order_by("pk"):
        gather_digests(group=group)
    return send_due()


@app.periodic(cron="50 3 * * *")
@app.task(name="forget_letters", queueing_lock="forget_letters")
def forget_old_letters(timestamp: int) -> int:
    """Each night, erases letters and notices that nobody needs any more. `timestamp` is the minute it was called for."""
    return forget_letters(before=clock.now() - LETTER_LIFE)


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
