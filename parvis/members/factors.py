"""Whether staff have the second factor their group asks for, and used it to come in."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Account
from parvis.publishers.models import Seat

#: What counts: recovery codes alone do not, they only stand in for one of these.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def asks_factor(request: HttpRequest, seats: Iterable[Seat]) -> HttpResponse | None:
    """Where to send staff whose group asks for a second factor that they lack, or did not use for this session; None to go on.

    A session opened before the factor existed must show it once: whoever stole a password then does not stay in.
    """
    if not any(_asked_now(seat) for seat in seats):
        return None
    if not has_factor(request.user):  # type: ignore[arg-type]  # behind a right that says an account
        messages.warning(request, _("Your group asks its staff for a second factor: activate yours to open the desk."))
        return redirect("mfa_index")
    if came_with_factor(request):
        return None
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/desk/"})
    only_keys = not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return redirect(f"{reverse('mfa_reauthenticate_webauthn' if only_keys else 'mfa_reauthenticate')}?{back}")


def has_factor(account: Account) -> bool:
    """Whether the account has an authenticator app or a passkey; one query."""
    return bool(is_mfa_enabled(account, FACTORS))


def accounts_with_factor(account_ids: Iterable[int]) -> set[int]:
    """Those of the accounts that have one; one query."""
    return set(Authenticator.objects.filter(user_id__in=account_ids, type__in=FACTORS).values_list("user_id", flat=True))


def came_with_factor(request: HttpRequest) -> bool:
    """Whether this session showed a second factor: a code, a passkey, or a recovery code."""
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def factor_due(account: Account, seats: Iterable[Seat]) -> datetime | None:
    """From when the desk will be closed to this account unless it activates a second factor; None when nothing is asked."""
    coming = [seat.group.second_factor_from for seat in seats if seat.group.requires_second_factor and not _asked_now(seat)]
    dates = [date for date in coming if date]
    return min(dates) if dates and not has_factor(account) else None


def ensure_own_factor(account: Account) -> None:
    """Raises Refusal 409 unless the account has a second factor: nobody asks of others what would shut themselves out."""
    if not has_factor(account):
        raise Refusal("own_factor_first", 409, _("Activate your own second factor first: you would be the first one shut out."))


def _asked_now(seat: Seat) -> bool:
    group = seat.group
    return group.requires_second_factor and (group.second_factor_from is None or group.second_factor_from <= clock.now())
