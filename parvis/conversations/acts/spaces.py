"""Opening, changing, ordering and archiving the spaces of a title or of its group."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis.conversations.models import HUES, ICONS, FormerKey, Opener, Space
from parvis.conversations.rights import ensure_may_arrange, space_arranged
from parvis.journal.acts import record
from parvis.journal.facts import SpaceArchived, SpaceChanged, SpaceOpened, SpaceRestored
from parvis.kit import clock
from parvis.kit.announcing import announce
from parvis.kit.refusals import Refusal
from parvis.publishers.models import Group, Seat, Title
from parvis.publishers.rights import covers, seats_of

LONGEST_NAME, LONGEST_DESCRIPTION, MOST_SPACES = 80, 400, 60


@transaction.atomic
def open_space(
    *, group: Group, name: str, title: Title | None = None, key: str = "", account_id: int | None = None, **given: Any
) -> Space:
    """A new space of the title, or (without one) shared by all the titles of the group, after those there are.

    `key` is its address (default: made from the name); `given` are the fields of `change_space`. `account_id` None is the
    operator of the machine. Raises Refusal 404 or 403 (right), 409 (key taken, too many), 422 (naming the field).
    """
    ensure_may_arrange(account_id, group=group, title=title)
    beside = _beside(group, title)
    if beside.count() >= MOST_SPACES:
        words = _("There are already %(most)s spaces here: archive one before opening another.") % {"most": MOST_SPACES}
        raise Refusal("too_many_spaces", 409, words)
    space = Space(group=group, title=title, made_at=clock.now(), position=beside.count())
    _write(space, {"name": name, "key": key or slugify(name)[:60].strip("-"), **given})
    space.save(force_insert=True)
    record(SpaceOpened(**_where(space, account_id), name=space.name))
    return space


@transaction.atomic
def change_space(*, space_id: int, account_id: int | None = None, **given: Any) -> Space:
    """Writes what is given of name, key, description, hue, icon, opens, host (an account's number or None).

    The former address goes on leading to it. Raises Refusal as `open_space`.
    """
    space = space_arranged(account_id, space_id)
    former = space.key
    changed = _write(space, given)
    if not changed:
        return space
    if space.key != former:
        FormerKey.objects.get_or_create(space=space, key=former, defaults={"until": clock.now()})
        FormerKey.objects.filter(space=space, key=space.key).delete()
    space.save(update_fields=changed)
    record(SpaceChanged(**_where(space, account_id), fields=", ".join(changed)))
    announce(thread_id=0, version=0, change="settings")
    return space


@transaction.atomic
def order_spaces(*, group: Group, title: Title | None, space_ids: Sequence[int], account_id: int | None = None) -> None:
    """Puts the title's own spaces (or the group's) in this order; those not named keep theirs, after. Refusal 404 or 403."""
    ensure_may_arrange(account_id, group=group, title=title)
    known = list(Space.objects.filter(group=group, title=title).order_by("position", "pk").values_list("pk", flat=True))
    asked = [pk for pk in dict.fromkeys(space_ids) if pk in known]
    for position, pk in enumerate([*asked, *(pk for pk in known if pk not in asked)]):
        Space.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def archive_space(*, space_id: int, account_id: int | None = None) -> None:
    """Leaves the space to be read only; twice changes nothing. Raises Refusal 404 or 403."""
    space = space_arranged(account_id, space_id)
    if Space.objects.filter(pk=space.pk, archived_at__isnull=True).update(archived_at=clock.now()):
        record(SpaceArchived(**_where(space, account_id), name=space.name))
        announce(thread_id=0, version=0, change="settings")


@transaction.atomic
def restore_space(*, space_id: int, account_id: int | None = None) -> None:
    """Opens an archived space again; twice changes nothing. Raises Refusal 404 or 403."""
    space = space_arranged(account_id, space_id)
    if Space.objects.filter(pk=space.pk, archived_at__isnull=False).update(archived_at=None):
        record(SpaceRestored(**_where(space, account_id), name=space.name))
        announce(thread_id=0, version=0, change="settings")


def _write(space: Space, given: dict[str, Any]) -> list[str]:
    changed = []
    for name, value in given.items():
        column, kept = ("host_id", _host(space, value)) if name == "host" else (name, _checked(space, name, value))
        if getattr(space, column) != kept:
            setattr(space, column, kept)
            changed.append(column)
    return changed


def _checked(space: Space, name: str, value: Any) -> str:
    said = " ".join(str(value).split())
    if name == "key":
        return _free_key(space, said)
    if name == "name" and not 2 <= len(said) <= LONGEST_NAME:
        raise _bad(name, _("A name has between 2 and %(most)s characters.") % {"most": LONGEST_NAME})
    if name == "description" and len(said) > LONGEST_DESCRIPTION:
        raise _bad(name, _("A description has at most %(most)s characters.") % {"most": LONGEST_DESCRIPTION})
    choices = {"hue": HUES, "icon": ICONS, "opens": Opener.values}.get(name)
    if choices is None and name not in ("name", "description"):
        raise _bad(name, _("This setting does not exist."))
    if choices is not None and said not in choices:
        raise _bad(name, _("This choice does not exist."))
    return said


def _free_key(space: Space, key: str) -> str:
    if not key or slugify(key) != key or len(key) > 60 or key.isdecimal():
        raise _bad("key", _("An address has small letters, figures and hyphens, at most 60, and is not a number."))
    if _beside(space.group, space.title).filter(key=key).exclude(pk=space.pk).exists():
        raise Refusal("key_taken", 409, _("Another space already has this address."), field="key")
    return key


def _host(space: Space, account_id: int | None) -> int | None:
    if account_id is None:
        return None
    seats = [seat for seat in seats_of(account_id) if _works_at(seat, space)]
    if not seats:
        raise _bad("host", _("A host works in this newsroom: give the person a seat first."))
    return account_id


def _works_at(seat: Seat, space: Space) -> bool:
    return covers(seat, space.title, seat.section_id) if space.title else seat.group_id == space.group_id


def _beside(group: Group, title: Title | None) -> Any:
    """The spaces that share addresses with one of that place: the group's with every title's."""
    return Space.objects.of(title) if title else Space.objects.filter(group=group)


def _bad(field: str, words: str) -> Refusal:
    return Refusal("bad_space", 422, words, field=field)


def _where(space: Space, account_id: int | None) -> dict[str, Any]:
    return {"group_id": space.group_id, "title_id": space.title_id, "account_id": account_id, "space_id": space.pk}


def pass_on_spaces(spaces: Sequence[Space], *, to_id: int) -> int:
    """Has spaces hosted by another account from now on, in the caller's transaction; gives how many."""
    return Space.objects.filter(pk__in=[space.pk for space in spaces]).update(host=to_id)
