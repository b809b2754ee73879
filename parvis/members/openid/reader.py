"""The page where one says, signed in here, that an identity there is one's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import IdentityServer
from parvis.members.openid.acts import tie_account
from parvis.members.openid.adapter import PENDING
from parvis.members.reads import verified_mail_of

LIFE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Pending:
    """An identity that waits to be tied: which server, who there, with which address, and where to go afterwards."""

    server: IdentityServer
    uid: str
    mail: str
    next: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest) -> HttpResponse:
    """Ties the identity kept in this browser's session to the account signed in, once its owner confirms."""
    pending = _pending(request)
    account = request.user if request.user.is_authenticated else None
    if request.method == "POST" and account:
        tie_account(account=account, server=pending.server, uid=pending.uid, mail=pending.mail)
        del request.session[PENDING]
        messages.success(request, _("From now on, %(server)s opens this account.") % {"server": pending.server})
        return redirect(_safe(request, pending.next))
    is_theirs = account is not None and verified_mail_of(account) == pending.mail
    context = {"pending": pending, "account": account, "is_theirs": is_theirs, "here": request.path}
    return render(request, "members/tie.html", context)


tie.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def _pending(request: HttpRequest) -> Pending:
    told = request.session.get(PENDING) or {}
    server = IdentityServer.objects.filter(key=told.get("server", ""), retired_at__isnull=True).first()
    if server is None or datetime.fromisoformat(told["at"]) < clock.now() - LIFE:
        raise Refusal("nothing_to_tie", 410, _("Nothing waits to be tied: come in by the server’s button again."))
    return Pending(server, told["uid"], told["mail"], told["next"])


def _safe(request: HttpRequest, address: str) -> str:
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/members/me/"
