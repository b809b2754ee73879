"""Opening a newsroom's first title, and making keys, from the command line."""

from django.db import transaction
from django.utils.text import slugify

from parvis.machines.acts import NewApiKey, make_api_key
from parvis.members.acts import account_for_mail
from parvis.members.models import Account
from parvis.moderation.acts import adopt_starter_charter
from parvis.publishers.acts import give_seat, open_group, open_site, open_title, set_time_zone
from parvis.publishers.models import Group, Role, Title


@transaction.atomic
def open_newsroom(*, group_name: str, title_name: str, key: str, origins: list[str], manager: str, zone: str = "") -> Title:
    """A title with its site, in the group of that name (made if need be, with the starter charter and its manager).

    `zone` is the group's time zone (empty: as it is, Europe/Paris for a new one).
    `manager` is a mail: its account is made if need be and given the group's first seat. Raises Refusal for what is not
    an origin; ValueError when the title's key is taken or the mail cannot sign in.
    """
    if Title.objects.filter(key=key).exists():
        raise ValueError(f"a title has the key {key} already")
    group_key = slugify(group_name)[:40] or key
    group = Group.objects.filter(key=group_key).first() or open_group(key=group_key, name=group_name)
    if zone:
        set_time_zone(group=group, zone=zone)
    title = open_title(group=group, key=key, name=title_name)
    open_site(title=title, name=title_name, origins=origins)
    adopt_starter_charter(group=group)
    account = account_for_mail(mail=manager)
    if account is None:
        raise ValueError(f"{manager} is not a mail that can sign in")
    give_seat(account_id=account.pk, role=Role.GROUP_MANAGER, group=group)
    return title


def make_key(*, title_key: str, name: str, scopes: list[str], mail: str) -> NewApiKey:
    """A key of the title, acting in the name of the account of that mail. Raises Refusal, or ValueError for an unknown name."""
    title = Title.objects.select_related("group").filter(key=title_key).first()
    account = Account.objects.filter(mail=mail.strip().lower()).first()
    if title is None or account is None:
        raise ValueError(f"there is no {'title' if title is None else 'account'} {title_key if title is None else mail}")
    return make_api_key(group=title.group, title=title, name=name, scopes=scopes, account_id=account.pk)
