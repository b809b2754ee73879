"""The pages of webhooks: where facts are sent, what came of each sending, trying again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.machine_forms import WebhookForm, fact_in_words
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.kit.refusals import Refusal
from parvis.machines.acts import (
    NewEndpoint,
    change_endpoint,
    enable_endpoint,
    open_endpoint,
    ping_endpoint,
    retire_endpoint,
    rotate_secret,
    send_again,
)
from parvis.machines.kinds import KINDS
from parvis.machines.models import Endpoint, Sending
from parvis.machines.reads import endpoints_at, log_of, sending_of
from parvis.machines.rights import endpoint_at
from parvis.publishers.rights import nothing_here


@for_seats("configure")
@never_cache
def webhooks(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """The webhooks of a title, or of the group; POST opens one, and shows its secret this once."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form, made = WebhookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "address"):
            made = open_endpoint(group=place.group, title=place.title, account_id=request.user.pk, **form.cleaned_data)
    shown = WebhookForm() if made else form
    rows = endpoints_at(group=place.group, title=place.title)
    return page(request, place, "webhooks", status=422 if shown.errors else 200, form=shown, made=made, webhooks=rows)


@for_seats("configure")
@never_cache
def webhook(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """One webhook (`?webhook=`): its log, and what it is told; POST changes it."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    endpoint = _endpoint(place, request)
    form = WebhookForm(request.POST or None, endpoint=endpoint)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "address"):
            change_endpoint(endpoint=endpoint, account_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("The webhook is changed."))
            return redirect(_home(place, endpoint))
    return _page(request, place, endpoint, form)


def _page(
    request: DeskRequest, place: Place, endpoint: Endpoint, form: WebhookForm, made: NewEndpoint | None = None
) -> HttpResponse:
    state = request.GET.get("state", "")
    log = log_of(endpoint, state=state, before=number(request.GET.get("before")))
    home = _home(place, endpoint)
    labels = {"": _("Everything"), "waiting": _("To be sent"), "failed": _("Given up")}
    tabs = [{"label": label, "url": f"{home}&state={name}", "current": name == state} for name, label in labels.items()]
    older = f"{home}&state={state}&before={log.before}" if log.before else ""
    shown: dict[str, Any] = {"endpoint": endpoint, "form": form, "made": made, "tabs": tabs, "older_url": older}
    shown |= {"log": [{"sending": one, "words": _words(one)} for one in log.sendings], "home": home}
    return page(request, place, "webhook", status=422 if form.errors else 200, **shown)


def _words(sending: Sending) -> str:
    return fact_in_words(KINDS[sending.kind]) if sending.kind in KINDS else _("A trial")


@for_seats("configure")
@never_cache
@require_POST
def webhook_act(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """What its page's buttons do (`do`: ping, enable, rotate, again): a trial, told again, a new secret, one more try."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    endpoint, asked = _endpoint(place, request), request.POST.get("do", "")
    if asked == "rotate":
        made = rotate_secret(endpoint=endpoint, account_id=request.user.pk)
        return _page(request, place, endpoint, WebhookForm(endpoint=endpoint), made)
    if asked not in ACTS:
        raise nothing_here()
    try:
        messages.success(request, ACTS[asked](request, endpoint))
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.error(request, refusal.message)
    return redirect(_home(place, endpoint))


def _ping(request: DeskRequest, endpoint: Endpoint) -> str:
    ping_endpoint(endpoint=endpoint, account_id=request.user.pk)
    return _("A trial leaves: look at the log in a moment.")


def _enable(request: DeskRequest, endpoint: Endpoint) -> str:
    enable_endpoint(endpoint=endpoint, account_id=request.user.pk)
    return _("The webhook is told again from now on.")


def _again(request: DeskRequest, endpoint: Endpoint) -> str:
    sending = sending_of(endpoint, number(request.POST.get("sending")) or 0)
    send_again(sending=sending, account_id=request.user.pk)
    return _("It leaves again, under the same identifier.")


ACTS: dict[str, Callable[[DeskRequest, Endpoint], str]] = {"ping": _ping, "enable": _enable, "again": _again}


@for_seats("configure")
def webhook_retire(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Asks whether to retire a webhook (`?webhook=`), and retires it on POST."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    endpoint = _endpoint(place, request)
    if request.method == "POST":
        retire_endpoint(endpoint=endpoint, account_id=request.user.pk)
        messages.success(request, _("The webhook “%(name)s” is retired.") % {"name": endpoint})
        return redirect(place.at["webhooks"])
    return page(request, place, "webhook_retire", endpoint=endpoint)


def _endpoint(place: Place, request: DeskRequest) -> Endpoint:
    asked = number(request.GET.get("webhook"))
    if asked is None:
        raise nothing_here()
    return endpoint_at(pk=asked, group=place.group, title=place.title)


def _home(place: Place, endpoint: Endpoint) -> str:
    return f"{place.at['webhook']}?webhook={endpoint.pk}"
