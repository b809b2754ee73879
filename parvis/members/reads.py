"""What pages need of members."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from parvis.kit import clock
from parvis.kit.remembered import remembered
from parvis.members.badges.reads import worn_by
from parvis.members.models import Account, Identity, IdentityKind, IdentityServer, Issuer, Member, Notice, SigningKey
from parvis.publishers.models import Group, Title


def has_single_sign_on(title: Title) -> bool:
    """Whether the publisher signs its own readers in at this title."""
    of_title = Q(Q(title__isnull=True) | Q(title=title), group_id=title.group_id, retired_at__isnull=True)
    return remembered(
        "sso", title.pk, lambda: SigningKey.objects.filter(of_title).exists() or Issuer.objects.filter(of_title).exists()
    )


def identity_servers(group: Group | None = None) -> list[IdentityServer]:
    """The current identity servers of a group, or of every group, by name; one query."""
    servers = IdentityServer.objects.filter(retired_at__isnull=True)
    return list((servers.filter(group=group) if group else servers).select_related("group").order_by("name", "pk"))


def member_data(member: Member) -> dict[str, Any]:
    """A member as the element shows them."""
    return {"id": member.pk, "name": member.pseudonym, "badges": worn_by(member)}


def identified(*, group: Group, issuer: str, subject: str) -> Member | None:
    """The member whom that issuer knows under that name; one query."""
    known = Identity.objects.select_related("member__group").filter(group=group, issuer=issuer, subject=subject)
    identity = known.filter(kind=IdentityKind.SSO, member__erased_at__isnull=True).first()
    return identity.member if identity else None


def member_of_account(account: Account, group: Group) -> Member | None:
    """The account's member in this group, if they have come in before."""
    return Member.objects.select_related("group").filter(account=account, group=group, erased_at__isnull=True).first()


def members_of_account(account: Account) -> list[Member]:
    """The account's members, one per group, by the group's name; one query."""
    mine = Member.objects.select_related("group").filter(account=account, erased_at__isnull=True)
    return list(mine.order_by("group__name"))


def verified_mail_of(account: Account) -> str:
    """The account's mail when a code sent there has been typed; else empty."""
    return account.mail if EmailAddress.objects.filter(user=account, email__iexact=account.mail, verified=True).exists() else ""


def has_confirmed_mail(member: Member) -> bool:
    """Whether someone vouches for the member's address: their publisher's account, or a code typed here. Two queries at most."""
    if member.identities.filter(kind=IdentityKind.SSO).exists():
        return True
    return bool(member.account_id and EmailAddress.objects.filter(user=member.account_id, verified=True).exists())


def open_notices(member: Member) -> list[Notice]:
    """Decisions the member has not read yet and may be told now, newest first; one query."""
    due = Notice.objects.filter(member=member, seen_at__isnull=True, dropped_at__isnull=True, due_at__lte=clock.now())
    due = due.filter(kind="decision")
    return list(due.order_by("-pk")[:20])
