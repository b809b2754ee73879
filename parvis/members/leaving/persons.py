"""Whose data a page is about: the account signed in, or the member a publisher's reader was shown the way as."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.leaving.models import DataExport, Erasure
from parvis.members.models import Account, Member
from parvis.members.reads import members_of_account
from parvis.publishers.models import Seat

#: A way shown to a reader who has no account here: used at once, and good for as long as reading the page takes.
WAY_LIFE, GRANT_LIFE = timedelta(minutes=10), timedelta(minutes=30)
GRANT = "members.leaving.member"
_SIGNER = signing.TimestampSigner(salt="parvis.members.leaving")


@dataclass(frozen=True, slots=True)
class Person:
    """An account and its members, one a group; or one member without account."""

    account: Account | None
    members: tuple[Member, ...]

    @property
    def whose(self) -> dict[str, Any]:
        """As rows about the person name them."""
        return {"account": self.account} if self.account else {"member": self.members[0]}

    def exports(self) -> list[DataExport]:
        """Copies asked for, the last first; one query."""
        return list(DataExport.objects.filter(**self.whose).order_by("-pk")[:3])

    def open_erasures(self) -> list[Erasure]:
        """Erasures asked for and not yet done; one query."""
        ours = Erasure.objects.filter(member__in=self.members, cancelled_at__isnull=True, done_at__isnull=True)
        return list(ours.select_related("member__group").order_by("due_at"))

    def is_staff(self) -> bool:
        """Whether the login stays because a seat needs it; one query."""
        return bool(self.account and Seat.objects.current().filter(account=self.account).exists())


View = Callable[..., HttpResponse]


def for_person(view: View) -> View:
    """Gives the view its Person; whoever is nobody is asked to sign in. Such pages stay in no cache."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = _person(request)
        if person is None:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/members/me/data/")
        response = view(request, person, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    answer.right = "anyone"  # type: ignore[attr-defined]  # checked here: an account, or a way shown by a publisher's page
    return answer


def way_for(member: Member) -> str:
    """The address that opens the page of their data to a member without account, for ten minutes."""
    return f"{settings.PARVIS_ADDRESS}/members/data/{_SIGNER.sign(str(member.pk))}/"


def grant(request: HttpRequest, token: str) -> None:
    """Opens the pages to whoever holds the way, in this browser, for half an hour. Raises Refusal 410."""
    try:
        pk = int(_SIGNER.unsign(token, max_age=WAY_LIFE))
    except (signing.BadSignature, ValueError):
        raise Refusal("way_over", 410, _("This way is closed: open it again from the discussion.")) from None
    request.session[GRANT] = {"member": pk, "until": (clock.now() + GRANT_LIFE).isoformat()}


def _person(request: HttpRequest) -> Person | None:
    if request.user.is_authenticated:
        return Person(request.user, tuple(members_of_account(request.user)))
    told = request.session.get(GRANT)
    if not told or datetime.fromisoformat(told["until"]) < clock.now():
        return None
    member = Member.objects.select_related("group").filter(pk=told["member"], erased_at__isnull=True).first()
    return Person(None, (member,)) if member else None
