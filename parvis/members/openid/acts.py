"""Declaring a group's identity server, retiring it, and tying an account here to one there."""

import secrets

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import IdentityServerDeclared, IdentityServerRetired, IdentityServerTied
from parvis.kit import clock
from parvis.kit.addresses import normal_address
from parvis.kit.refusals import Refusal
from parvis.members.models import Account, IdentityServer
from parvis.members.rights import ensure_may_configure
from parvis.members.sealing import seal
from parvis.publishers.models import Group


@transaction.atomic
def declare_identity_server(
    *, group: Group, name: str, address: str, client_id: str, secret: str, for_staff: bool, account_id: int | None
) -> IdentityServer:
    """Shows the server's button at the doors of the group from now on. `for_staff`: it signs seats in too.

    Raises Refusal 422 (not an address), 404 or 403 unless the account configures the whole group.
    """
    ensure_may_configure(account_id, group, None)
    normal_address(address)
    made = IdentityServer.objects.create(
        group=group,
        key=f"{group.key}-{secrets.token_hex(4)}",
        name=name.strip(),
        address=address.strip(),
        client_id=client_id.strip(),
        sealed_secret=seal(secret.strip()),
        for_staff=for_staff,
        made_at=clock.now(),
    )
    record(IdentityServerDeclared(group_id=group.pk, account_id=account_id, name=made.name, for_staff=for_staff))
    return made


@transaction.atomic
def retire_identity_server(*, server: IdentityServer, account_id: int | None) -> None:
    """Nobody comes in by it any more; whoever did keeps their account, which opens with a code sent to their address."""
    ensure_may_configure(account_id, server.group, None)
    if IdentityServer.objects.filter(pk=server.pk, retired_at__isnull=True).update(retired_at=clock.now()):
        record(IdentityServerRetired(group_id=server.group_id, account_id=account_id, name=server.name))


@transaction.atomic
def tie_account(*, account: Account, server: IdentityServer, uid: str, mail: str) -> None:
    """Lets the person `uid` of the server come in as this account, whose owner has just said so.

    Raises Refusal 403 unless the account has proved the very address the server vouches for, 409 when either is taken.
    """
    proved = EmailAddress.objects.filter(user=account, email__iexact=mail, verified=True)
    if not mail or not proved.exists():
        raise Refusal("other_mail", 403, _("Sign in here with the account of that very address: this is another one."))
    if SocialAccount.objects.filter(user=account, provider=server.key).exclude(uid=uid).exists():
        raise Refusal("tied_already", 409, _("Your account is already tied to another person of this server."))
    try:
        with transaction.atomic():
            tied, made = SocialAccount.objects.get_or_create(provider=server.key, uid=uid, defaults={"user": account})
    except IntegrityError:
        tied, made = SocialAccount.objects.get(provider=server.key, uid=uid), False
    if tied.user_id != account.pk:
        raise Refusal("tied_elsewhere", 409, _("This identity already opens another account here."))
    if made:
        record(IdentityServerTied(group_id=server.group_id, account_id=account.pk, name=server.name))
