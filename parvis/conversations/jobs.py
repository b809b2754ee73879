"""Timed work of the room: threads that open and close by themselves, posts weighed anew; colleagues written to."""

import time

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from parvis.conversations.acts.keeping_time import close_threads_on_time, close_threads_too_old, open_threads_on_time
from parvis.conversations.acts.pictures import forget_pictures
from parvis.conversations.acts.summoning import note_mailed
from parvis.conversations.acts.weighing import weigh_posts
from parvis.conversations.models import Summons

#: Posts weighed at once, and how long a minute's turn may last: after an import, hundreds of thousands wait.
AT_ONCE, LONGEST = 500, 45.0


@app.periodic(cron="* * * * *")
@app.task(name="keep_threads_on_time", queueing_lock="keep_threads_on_time")
def keep_threads_on_time(timestamp: int) -> int:
    """Each minute, opens and closes threads on schedule; gives how many. `timestamp` is the minute it was called for."""
    return open_threads_on_time() + close_threads_on_time()


@app.periodic(cron="*/10 * * * *")
@app.task(name="close_old_threads", queueing_lock="close_old_threads")
def close_old_threads(timestamp: int) -> int:
    """Every ten minutes, closes threads past their days, 500 at a time; gives how many. `timestamp`: the minute called for."""
    return close_threads_too_old()


@app.periodic(cron="* * * * *")
@app.task(name="weigh_marked_posts", queueing_lock="weigh_marked_posts")
def weigh_marked_posts(timestamp: int) -> int:
    """Each minute, weighs anew the posts around which something happened; gives how many. `timestamp`: the minute called for."""
    done, until = 0, time.monotonic() + LONGEST
    while (weighed := weigh_posts(most=AT_ONCE)) and time.monotonic() < until:
        done += weighed
    return done + weighed


@app.periodic(cron="20 4 * * *")
@app.task(name="forget_pictures_nobody_sees", queueing_lock="forget_pictures_nobody_sees")
def forget_pictures_nobody_sees(timestamp: int) -> int:
    """Each night, erases pictures without a post or refused long ago; gives how many. `timestamp`: the minute called for."""
    return forget_pictures()


@app.task(name="mail_summons", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_summons(summons_id: int, address: str) -> None:
    """Writes to a colleague who is asked to answer, in their language; `address` is the public address of this installation.

    Nothing is sent when they have answered meanwhile, or when the question was taken back.
    """
    places = ("account", "asked_by", "post__author", "thread__title", "thread__article")
    summons = Summons.objects.select_related(*places).get(pk=summons_id)
    if summons.answered_at or summons.ended_at or summons.mailed_at:
        return
    with translation.override(summons.account.language):
        at = f"?around={summons.post_id}#post-{summons.post_id}" if summons.post_id else ""
        context = {"summons": summons, "link": f"{address}/desk/threads/{summons.thread_id}/{at}"}
        words = render_to_string("conversations/mail_summons.txt", context)
        heading = _("Readers wait for your answer: %(thread)s") % {"thread": summons.thread.name}
        send_mail(" ".join(heading.split())[:150], words, None, [summons.account.mail])
    note_mailed(summons_id=summons_id)
