"""The signed link that stops letters without signing in: what it names, and nothing else, is stopped."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from parvis.members.models import Member
from parvis.members.telling.acts import current_way, stop_mail
from parvis.members.telling.kinds import KINDS
from parvis.members.telling.models import MAILED
from parvis.publishers.rights import nothing_here

_SALT = "parvis.letters.stop"


@dataclass(frozen=True, slots=True)
class Stopping:
    """Whose letters a link stops, and which: a kind of notice, or a cadence (`once`, `daily`, `weekly`)."""

    member: Member
    scope: str

    @property
    def kinds(self) -> list[str]:
        """The kinds of notices whose letters it stops now."""
        if self.scope in KINDS:
            return [self.scope]
        return [kind for kind in KINDS if current_way(self.member, kind) == self.scope]


def stop_address(member: Member, scope: str) -> str:
    """The absolute address that stops these letters of the member; it does not expire, as letters are kept for years."""
    return f"{settings.PARVIS_ADDRESS}/members/letters/{signing.dumps([member.pk, scope], salt=_SALT)}/"


def stopping_of(token: str) -> Stopping:
    """What a link stops. Raises Refusal 404 for a link that was not made here, or whose member is gone."""
    try:
        pk, scope = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise nothing_here() from None
    member = Member.objects.select_related("group", "account").filter(pk=pk, erased_at__isnull=True).first()
    if member is None or (scope not in KINDS and scope not in MAILED):
        raise nothing_here()
    return Stopping(member, scope)


def stop(stopping: Stopping, *, every: bool) -> None:
    """Stops the letters the link names, or `every` letter."""
    if every:
        stop_mail(member=stopping.member)
    elif kinds := stopping.kinds:
        stop_mail(member=stopping.member, kinds=kinds)
