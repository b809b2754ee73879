"""A reader's session: a bearer of our own, kept by the page, never in a cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member

LIFE = timedelta(hours=12)
_AUDIENCE = "parvis.reader"


@dataclass(frozen=True, slots=True)
class Session:
    """A bearer and when it ends."""

    bearer: str
    expires: datetime
    member: Member


def session_for(member: Member) -> Session:
    """A new session of the member, for twelve hours."""
    expires = clock.now() + LIFE
    payload = {"sub": str(member.pk), "aud": _AUDIENCE, "exp": expires}
    return Session(jwt.encode(payload, settings.SECRET_KEY, algorithm="HS256"), expires, member)


def member_of(request: HttpRequest) -> Member | None:
    """The member whose valid bearer the request carries; None without one, or with one that no longer stands."""
    scheme, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        return None
    try:
        payload = jwt.decode(bearer, settings.SECRET_KEY, algorithms=["HS256"], audience=_AUDIENCE)
    except jwt.InvalidTokenError:
        return None
    found = Member.objects.filter(pk=int(payload["sub"]), erased_at__isnull=True)
    return next(iter(found[:1]), None)


def ensure_member(request: HttpRequest) -> Member:
    """The member of the request. Raises Refusal 401 `sign_in` when there is none."""
    member = member_of(request)
    if member is None:
        raise Refusal("sign_in", 401, _("Sign in to do this. Your text is kept."))
    return member
