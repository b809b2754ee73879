"""Trusting a publisher's public keys: one pasted, or those an issuer publishes."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.desk.asking import DeskRequest, for_seats, number
from parvis.desk.configuration.entry import shown
from parvis.desk.configuration.entry_forms import IssuerForm, PublicKeyForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.members.keys import issuers_at
from parvis.members.models import Issuer
from parvis.members.signing.acts import declare_issuer, retire_issuer, trust_public_key
from parvis.members.signing.reading import read_again
from parvis.publishers.rights import nothing_here

#: Whoever presses “read again” waits this long before pressing once more.
IMPATIENCE = timedelta(seconds=5)


@for_seats("configure")
@require_POST
def public_key_trust(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Believes a public key pasted here."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form = PublicKeyForm(request.POST)
    if form.is_valid():
        with refusals_into(form, "key"):
            key = trust_public_key(group=place.group, title=place.title, account_id=request.user.pk, **form.cleaned_data)
            said = _("The key %(kid)s is believed from now on, with %(algorithm)s only.")
            messages.success(request, said % {"kid": key.kid, "algorithm": key.algorithm})
            return redirect(place.at["entry"])
    return shown(request, place, public_form=form)


@for_seats("configure")
@require_POST
def issuer_declare(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Believes the keys an issuer publishes, and reads them at once."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    form = IssuerForm(request.POST)
    if form.is_valid():
        with refusals_into(form, "address"):
            one = declare_issuer(group=place.group, title=place.title, account_id=request.user.pk, **form.cleaned_data)
            _read(request, one)
            return redirect(place.at["entry"])
    return shown(request, place, issuer_form=form)


@for_seats("configure")
@require_POST
def issuer_read(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Reads an issuer's keys again."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    _read(request, _own_issuer(place, request.POST.get("issuer", "")))
    return redirect(place.at["entry"])


@for_seats("configure")
def issuer_retire(request: DeskRequest, title_key: str = "", group_key: str = "") -> HttpResponse:
    """Asks whether to retire an issuer (`?issuer=`), and retires it on POST."""
    place = place_of(request, "configure", title_key=title_key, group_key=group_key)
    issuer = _own_issuer(place, request.GET.get("issuer", ""))
    if request.method == "POST":
        retire_issuer(issuer=issuer, account_id=request.user.pk)
        messages.success(request, _("%(issuer)s is retired: its tokens let nobody in.") % {"issuer": issuer})
        return redirect(place.at["entry"])
    return page(request, place, "issuer_retire", issuer=issuer)


def _read(request: DeskRequest, issuer: Issuer) -> None:
    read_again(issuer, floor=IMPATIENCE)
    issuer.refresh_from_db()
    if issuer.fault or issuer.read_at is None:
        messages.warning(request, issuer.trouble or _("The address has not been read yet: try again in a moment."))
        return
    count = len(issuer.keys)
    said = ngettext("%(count)s key is published there and believed.", "%(count)s keys are published there and believed.", count)
    messages.success(request, said % {"count": count})


def _own_issuer(place: Place, asked: str) -> Issuer:
    """A current issuer of that very place: a title's page does not touch the group's."""
    own, wished = place.title.pk if place.title else None, number(asked)
    found = (one for one in issuers_at(group=place.group, title=place.title) if one.title_id == own and not one.retired_at)
    issuer = next((one for one in found if one.pk == wished), None)
    if issuer is None:
        raise nothing_here()
    return issuer
