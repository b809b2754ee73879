"""Sending letters at most once: each is marked before it leaves, and what is not sure to have failed is not tried again."""

import logging
import time
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any

from django.core.mail import get_connection
from django.db import connection

from parvis.kit import clock
from parvis.members.models import Mailing
from parvis.members.telling.acts import end_mailing, put_mailing_back
from parvis.members.telling.letters import letter_for

#: One run of the job: the next minute's takes over, so that a slow server holds one worker's slot and no more.
SECONDS, MOST = 50.0, 1_000
MOST_TRIES, LONGEST_WAIT = 8, timedelta(hours=6)
log = logging.getLogger("parvis.members")


def send_due() -> int:
    """Sends the letters that are due; gives how many the mail server took."""
    until, sent = time.monotonic() + SECONDS, 0
    server = get_connection(fail_silently=False)
    try:
        server.open()
    except (SMTPException, OSError) as error:
        log.warning("the mail server does not answer; trying again in a minute: %s", error)
        return 0
    for _number in range(MOST):
        mailing = _take() if time.monotonic() < until else None
        if mailing is None:
            break
        outcome = _send(mailing, server)
        sent += outcome == "sent"
        if outcome == "lost":
            break
    server.close()
    return sent


def _take() -> Mailing | None:
    """Marks the oldest letter due as taken, at once and for good, and gives it; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [clock.now(), clock.now()])
        row = cursor.fetchone()
    whole = Mailing.objects.select_related("member__group", "member__account", "member__kept_mail")
    return whole.get(pk=row[0]) if row else None


_TAKE = """
UPDATE members_mailing SET taken_at = %s WHERE id = (
    SELECT id FROM members_mailing WHERE taken_at IS NULL AND due_at <= %s ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def _send(mailing: Mailing, server: Any) -> str:
    """Sends one letter: "sent", "nothing" to say, "refused" for good, "later", or "lost" when the server was lost with it."""
    try:
        letter = letter_for(mailing)
        if letter is None:
            end_mailing(mailing=mailing)
            return "nothing"
        letter.connection = server
        letter.send()
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        # It may have been taken before the line broke: a letter too few is better than the same one twice.
        end_mailing(mailing=mailing, error=f"the server was lost while it was sent: {error}")
        return "lost"
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        return _refused(mailing, error)
    except Exception as error:  # a bug in one letter must not stop the others; it is kept on the row
        log.exception("letter %s could not be written", mailing.pk)
        end_mailing(mailing=mailing, error=f"{type(error).__name__}: {error}")
        return "refused"
    end_mailing(mailing=mailing)
    return "sent"


def _refused(mailing: Mailing, error: SMTPRecipientsRefused | SMTPResponseException) -> str:
    """The server said no: for good (5xx), or not now (4xx), which is sure not to have left (RFC 5321 §4.2.1)."""
    codes = (
        [code for code, _words in error.recipients.values()] if isinstance(error, SMTPRecipientsRefused) else [error.smtp_code]
    )
    if codes and all(400 <= code < 500 for code in codes) and mailing.tries < MOST_TRIES:
        wait = min(timedelta(minutes=2**mailing.tries), LONGEST_WAIT)
        put_mailing_back(mailing=mailing, due_at=clock.now() + wait, error=f"{codes[0]}: not now")
        return "later"
    end_mailing(mailing=mailing, error=f"refused: {codes[0] if codes else 'no address'}")
    return "refused"


def unconfirmed(minutes: int = 10) -> tuple[int, int]:
    """(letters taken longer ago and never confirmed, letters refused or lost these seven days): what a doctor asks."""
    recent = Mailing.objects.filter(taken_at__gt=clock.now() - timedelta(days=7))
    silent = Mailing.objects.filter(taken_at__lt=clock.now() - timedelta(minutes=minutes), ended_at__isnull=True)
    return silent.count(), recent.filter(ended_at__isnull=False).exclude(error="").count()
