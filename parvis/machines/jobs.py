"""Timed and slow work of the room: the mail about a disabled webhook, the end of the log."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from parvis.machines.acts import forget_old_sendings
from parvis.machines.models import Endpoint


@app.task(name="mail_webhook_disabled", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_webhook_disabled(endpoint_id: int, address: str) -> None:
    """Tells whoever opened the webhook that it is disabled, and why; `address` is this installation's public one."""
    endpoint = Endpoint.objects.select_related("group", "title", "made_by").filter(pk=endpoint_id).first()
    if endpoint is None or endpoint.made_by is None or not endpoint.made_by.is_active:
        return
    place = f"{endpoint.title.key}" if endpoint.title else f"group/{endpoint.group.key}"
    with translation.override(endpoint.made_by.language):
        context = {"endpoint": endpoint, "link": f"{address}/desk/{place}/webhooks/one/?webhook={endpoint.pk}"}
        words = render_to_string("machines/mail_webhook_disabled.txt", context)
        send_mail(_("The webhook “%(name)s” is disabled") % {"name": endpoint}, words, None, [endpoint.made_by.mail])


@app.periodic(cron="10 4 * * *")
@app.task(name="forget_old_sendings", queueing_lock="forget_old_sendings")
def forget_sendings(timestamp: int) -> int:
    """Each night, erases the log of webhooks older than thirty days. `timestamp` is the minute it was called for."""
    return forget_old_sendings()
