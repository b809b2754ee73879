"""Who may give machines their keys and addresses."""

from parvis.kit import clock
from parvis.machines.models import ApiKey, Endpoint
from parvis.publishers.models import Group, Seat, Title
from parvis.publishers.rights import covers, ensure_may, ensure_may_in_group, nothing_here, seats_of


def ensure_may_at(account_id: int, capability: str, *, group: Group, title: Title | None) -> None:
    """Raises Refusal unless the account holds the capability at the title, or at the whole group when there is none."""
    if title is None:
        ensure_may_in_group(account_id, capability, group=group)
    else:
        ensure_may(account_id, capability, title=title)


def seats_behind(key: ApiKey) -> list[Seat]:
    """The seats that keep the key alive: its maker's, over the key's title or somewhere in its group. One query.

    Empty when the maker has left: the key opens nothing any more, even before it is retired.
    """
    seats = [seat for seat in seats_of(key.made_by_id) if seat.group_id == key.group_id]
    return [seat for seat in seats if key.title is None or covers(seat, key.title, seat.section_id)]


def current_key(prefix: str) -> ApiKey | None:
    """The key of that prefix with its places and maker, if it is neither retired nor expired; one query."""
    known = ApiKey.objects.select_related("group", "title__group", "made_by").filter(prefix=prefix).first()
    return known if known and known.is_current(clock.now()) and known.made_by.is_active else None


def key_at(*, prefix: str, group: Group, title: Title | None) -> ApiKey:
    """A current key of that very place: a title's page does not retire the group's keys. Raises Refusal 404."""
    key = ApiKey.objects.select_related("group", "title").filter(prefix=prefix, group=group, title=title).first()
    if key is None or key.retired_at:
        raise nothing_here()
    return key


def endpoint_at(*, pk: int, group: Group, title: Title | None) -> Endpoint:
    """An endpoint of that very place, not retired. Raises Refusal 404."""
    found = Endpoint.objects.select_related("group", "title", "made_by").filter(pk=pk, group=group, title=title)
    endpoint = found.filter(retired_at__isnull=True).first()
    if endpoint is None:
        raise nothing_here()
    return endpoint
