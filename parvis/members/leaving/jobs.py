"""Making copies, erasing, and reminding, by the worker."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from parvis.kit import clock
from parvis.members.leaving.acts import destroy_sealed, drop_exports, erase
from parvis.members.leaving.exporting import write_export
from parvis.members.leaving.inactivity import see_to_the_inactive
from parvis.members.leaving.models import DataExport, Erasure

log = logging.getLogger("parvis.members")


@app.task(name="make_export", retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def make_export(export_id: int) -> None:
    """Makes a copy that was asked for, once, and mails its link to the account that asked."""
    export = DataExport.objects.select_related("account").filter(pk=export_id, ready_at__isnull=True).first()
    if export is None:
        return
    write_export(export)
    export.refresh_from_db()
    if export.account:
        with translation.override(export.account.language):
            link = f"{settings.PARVIS_ADDRESS}/members/me/data/"
            words = render_to_string("members/mail_copy.txt", {"export": export, "link": link})
            send_mail(_("The copy of your data is ready"), words, None, [export.account.mail])


@app.periodic(cron="10 * * * *")
@app.task(name="erase_those_who_asked", queueing_lock="erase_those_who_asked")
def erase_those_who_asked(timestamp: int) -> int:
    """Every hour, erases the members whose time has come; gives how many. `timestamp` is the minute it was called for."""
    due = Erasure.objects.filter(cancelled_at__isnull=True, done_at__isnull=True, due_at__lte=clock.now())
    return sum(_erased(erasure) for erasure in due.order_by("due_at"))


def _erased(erasure: Erasure) -> bool:
    try:
        return erase(erasure=erasure)
    except Exception:  # one that fails must not keep the others waiting; it is tried again in an hour
        log.exception("erasure %s failed; it goes on in an hour", erasure.pk)
        return False


@app.periodic(cron="50 3 * * *")
@app.task(name="see_to_the_inactive", queueing_lock="see_to_the_inactive")
def remind_the_inactive(timestamp: int) -> dict[str, int]:
    """Each night, writes to those who have not come for two years, and erases those who were told. `timestamp`: as above."""
    try:
        return see_to_the_inactive()
    except (SMTPException, OSError):
        log.exception("the mail server does not take letters; trying again tomorrow")
        return {}


@app.periodic(cron="30 4 * * *")
@app.task(name="drop_what_is_over", queueing_lock="drop_what_is_over")
def drop_what_is_over(timestamp: int) -> int:
    """Each night, deletes copies a week old and sealed records whose time is over. `timestamp`: as above."""
    return drop_exports(before=clock.now() - timedelta(0)) + destroy_sealed(now=clock.now())
