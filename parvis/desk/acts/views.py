"""Keeping a list's filters under a name, and letting them go."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parvis.desk.models import SavedView, ViewPlace
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.publishers.rights import nothing_here, title_for

MOST = 30
LONGEST_NAME = 60
KEYS = "123456789"


@transaction.atomic
def save_view(*, account_id: int, place: str, name: str, query: str, key: str = "", shared_with: str = "") -> SavedView:
    """Keeps these filters under a name (the same name again writes over it); gives the view.

    `query` is that of the list's address, without its question mark; `key` a figure, taken from the view that had it;
    `shared_with` the key of a title whose colleagues get it too.
    Raises Refusal 404 (title), 409 (too many), 422 (name, place, key).
    """
    said = " ".join(name.split())
    _ensure(place, said, key)
    title = title_for(account_id, shared_with, "read") if shared_with else None
    mine = SavedView.objects.select_for_update().filter(account_id=account_id)
    if mine.exclude(place=place, name=said).count() >= MOST:
        raise Refusal("too_many_views", 409, _("You already keep %(most)s views: let one go first.") % {"most": MOST})
    if key:
        mine.filter(key=key).exclude(place=place, name=said).update(key="")
    values = {"query": query[:1000], "key": key, "title": title, "made_at": clock.now()}
    try:
        with transaction.atomic():
            view, _made = SavedView.objects.update_or_create(account_id=account_id, place=place, name=said, defaults=values)
    except IntegrityError:  # the same name or key at the same instant, from another window
        raise Refusal("view_busy", 409, _("This view is being saved elsewhere: try again.")) from None
    return view


def _ensure(place: str, name: str, key: str) -> None:
    if place not in ViewPlace.values:
        raise Refusal("unknown_place", 422, _("This list has no views."))
    if not 1 <= len(name) <= LONGEST_NAME:
        words = _("Give the view a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
        raise Refusal("view_name", 422, words, field="name")
    if key and key not in KEYS:
        raise Refusal("view_key", 422, _("A view’s key is a figure from 1 to 9."), field="key")


@transaction.atomic
def drop_view(*, account_id: int, view_id: int) -> None:
    """Lets one's own view go. Raises Refusal 404 for a view of somebody else."""
    gone, _rows = SavedView.objects.filter(pk=view_id, account_id=account_id).delete()
    if not gone:
        raise nothing_here()
